import { describe, expect, it } from '@jest/globals';
import { TransferRate } from './transfer-rate.js';

describe('[B116] the transfer rate', () => {
  it('is undefined until it is known, then follows recent progress', () => {
    const rate = new TransferRate();
    rate.record(0, 0);
    rate.record(1_000, 1_000);
    expect(rate.perSecond()).toBeUndefined();
    rate.record(2_000, 2_000);
    expect(rate.perSecond()).toBe(1_000);
    for (let second = 3; second <= 20; second++) rate.record(2_000 + (second - 2) * 5_000, second * 1_000);
    expect(rate.perSecond()).toBe(5_000);
  });

  it('restarts after an interruption', () => {
    const rate = new TransferRate();
    rate.record(0, 0);
    rate.record(9_000, 3_000);
    rate.record(4_000, 60_000);
    expect(rate.perSecond()).toBeUndefined();
    rate.record(6_000, 62_000);
    expect(rate.perSecond()).toBe(1_000);
    rate.clear();
    expect(rate.perSecond()).toBeUndefined();
  });
});
