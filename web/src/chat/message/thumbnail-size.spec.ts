import { describe, expect, it } from '@jest/globals';
import { thumbnailSize } from './thumbnail-size.js';

describe('the size of an image in a message', () => {
  it.each([
    ['wide', 2000, 1000, false, '250x125'],
    ['high', 1000, 2000, false, '110x220'],
    ['small', 100, 80, false, '100x80'],
    ['tiny', 8, 8, false, '44x44'],
    ['a line', 2048, 64, false, '250x44'],
    ['among others', 2000, 1000, true, '120x120'],
  ])('%s', (_, width, height, among, expected) => {
    const visible = thumbnailSize({ width, height }, among);
    expect(`${visible.width}x${visible.height}`).toBe(expected);
  });
});
