import { describe, expect, it } from '@jest/globals';
import { isDownloadable, hiddenReason } from './image-visibility.js';

describe('the visibility of an image', () => {
  it('[B145] distinguishes images held for review from those hidden by a moderator', () => {
    expect(hiddenReason({ isHidden: true, contentRating: 'held' })).toBe('held');
    expect(hiddenReason({ isHidden: true })).toBe('removed');
    expect(hiddenReason({ contentRating: 'adult' })).toBe('adult');
    expect(hiddenReason({})).toBeNull();
  });

  it('[B145] allows download and publishing unless the image is hidden from everyone', () => {
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
