import { describe, expect, it } from '@jest/globals';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import generation from '../i18n.en.js';
import { remainingWait, timeLeftText } from './queue-wait.js';

describe('[W35] the wait for a renderer', () => {
  it('counts down from the last change of the queue, and is unknown once that estimate was wrong', () => {
    const after = (elapsedMs: number) => remainingWait({ msToStart: 20_000, elapsedMs, ahead: undefined });
    expect([0, 8_000, 20_000, 22_000, 24_000].map(after)).toEqual([20_000, 12_000, 0, 0, undefined]);
    // The clock of the page was set back.
    expect(after(-3_000)).toBe(20_000);
  });

  it('[G79] the time that a rendering take still takes counts down, and says when it takes longer', () => {
    i18n.global.setLocaleMessage('en', { ...shared, ...generation });
    i18n.global.locale.value = 'en';
    expect([0, 4_000, 12_000, 14_900, 15_100].map((elapsedMs) => timeLeftText(12_000, elapsedMs))).toEqual([
      ...['12 s left', '8 s left', '1 s left', '1 s left', 'longer than estimated'],
    ]);
    expect(timeLeftText(-4_000, 0)).toBe('longer than estimated');
  });

  it('is what the only take ahead reports, and nothing while a renderer is free', () => {
    const behind = (msLeft: number, elapsedMs: number, msToStart = 20_000) =>
      remainingWait({ msToStart, elapsedMs: 9_000, ahead: { msLeft, elapsedMs } });
    expect([0, 11_000, 31_000, 35_000].map((elapsedMs) => behind(31_000, elapsedMs))).toEqual([
      ...[31_000, 20_000, 0, undefined],
    ]);
    expect(remainingWait({ msToStart: undefined, elapsedMs: 0, ahead: undefined })).toBeUndefined();
    expect(behind(31_000, 0, 0)).toBe(0);
  });
});
