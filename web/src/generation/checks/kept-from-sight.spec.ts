import { describe, expect, it } from '@jest/globals';
import { isServed, keptFromSight } from './kept-from-sight.js';

describe('pictures that are not simply shown', () => {
  it('[B145] one that a check holds back is said to be held, and taken from sight only once somebody decided so', () => {
    expect(keptFromSight({ isCovered: true, level: 'held' })).toBe('held');
    expect(keptFromSight({ isCovered: true })).toBe('covered');
    expect(keptFromSight({ level: 'adult' })).toBe('adult');
    expect(keptFromSight({})).toBeNull();
  });

  it('[B145] can be saved and published unless it is kept from everybody', () => {
    const served = [
      {},
      { level: 'sensitive' as const },
      { level: 'adult' as const },
      { level: 'held' as const },
      { isCovered: true as const },
      undefined,
    ];
    expect(served.map(isServed)).toEqual([true, true, true, false, false, false]);
  });
});
