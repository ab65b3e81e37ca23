import { describe, expect, it } from '@jest/globals';
import { thumbnailSize } from './thumbnail-size.js';

describe('the size of an image in a message', () => {
  it.each([
    ['a wide image', 2000, 1000, false, '250x125'],
    ['a high image', 1000, 2000, false, '110x220'],
    ['a small image', 100, 80, false, '100x80'],
    ['a tiny image', 8, 8, false, '44x44'],
    ['a very wide image', 2048, 64, false, '250x44'],
    ['one of several images', 2000, 1000, true, '120x120'],
  ])('fits %s', (_, width, height, among, expected) => {
    const visible = thumbnailSize({ width, height }, among);
    expect(`${visible.width}x${visible.height}`).toBe(expected);
  });
});
