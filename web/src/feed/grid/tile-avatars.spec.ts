import { describe, expect, it } from '@jest/globals';
import { avatarsThatFit } from './tile-avatars.js';

describe('[B83] the row below an image', () => {
  it.each([
    [240, 3],
    [140, 2],
    [112, 1],
    [80, 0],
  ])('leaves out avatars, not the comment count, when it is %d px wide', (width, avatars) => {
    expect(avatarsThatFit(width, true)).toBe(avatars);
  });

  it('uses the space of a count that is not shown', () => {
    expect(avatarsThatFit(80, false)).toBe(1);
  });
});
