import { describe, expect, it } from '@jest/globals';
import { remainingWait } from './queue-wait.js';

describe('[W35] the wait for a renderer', () => {
  it('counts down from the last change of the queue, and is unknown once that estimate was wrong', () => {
    const after = (elapsedMs: number) => remainingWait({ msToStart: 20_000, elapsedMs, msLeft: undefined });
    expect([0, 8_000, 20_000, 24_000, 26_000].map(after)).toEqual([20_000, 12_000, 0, 0, undefined]);
    // The clock of the page was set back.
    expect(after(-3_000)).toBe(20_000);
  });

  it('is what the only take ahead reports, and nothing while a renderer is free', () => {
    expect(remainingWait({ msToStart: 20_000, elapsedMs: 1_000, msLeft: 31_000 })).toBe(31_000);
    expect(remainingWait({ msToStart: undefined, elapsedMs: 0, msLeft: undefined })).toBeUndefined();
    expect(remainingWait({ msToStart: 0, elapsedMs: 60_000, msLeft: 31_000 })).toBe(0);
  });
});
