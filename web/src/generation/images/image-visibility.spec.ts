import { describe, expect, it } from '@jest/globals';
import { isDownloadable, hiddenReason } from './image-visibility.js';

describe('pictures that are not simply shown', () => {
  it('[B145] one that a check holds back is said to be held, and taken from sight only once somebody decided so', () => {
    expect(hiddenReason({ isHidden: true, contentRating: 'held' })).toBe('held');
    expect(hiddenReason({ isHidden: true })).toBe('covered');
    expect(hiddenReason({ contentRating: 'adult' })).toBe('adult');
    expect(hiddenReason({})).toBeNull();
  });

  it('[B145] can be saved and published unless it is kept from everybody', () => {
    const served = [
      {},
      { contentRating: 'sensitive' as const },
      { contentRating: 'adult' as const },
      { contentRating: 'held' as const },
      { isHidden: true as const },
      undefined,
    ];
    expect(served.map(isDownloadable)).toEqual([true, true, true, false, false, false]);
  });
});
