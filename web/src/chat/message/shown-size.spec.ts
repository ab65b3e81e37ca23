import { describe, expect, it } from '@jest/globals';
import { beside } from './beside.js';
import { shownSize } from './shown-size.js';

describe('how large a picture stands in a message', () => {
  it.each([
    ['wide', 2000, 1000, false, '250x125'],
    ['high', 1000, 2000, false, '110x220'],
    ['small', 100, 80, false, '100x80'],
    ['tiny', 8, 8, false, '44x44'],
    ['a line', 2048, 64, false, '250x44'],
    ['among others', 2000, 1000, true, '120x120'],
  ])('%s', (_, width, height, among, expected) => {
    const shown = shownSize({ width, height }, among);
    expect(`${shown.width}x${shown.height}`).toBe(expected);
  });
});

describe('where a menu stands', () => {
  const view = { width: 360, height: 700 };
  const menu = { width: 200, height: 300 };
  it.each([
    ['beneath', { top: 100, bottom: 130, right: 340 }, { top: 134, left: 140 }],
    ['above where there is no room', { top: 500, bottom: 530, right: 340 }, { top: 196, left: 140 }],
    ['inside the window at its left', { top: 100, bottom: 130, right: 90 }, { top: 134, left: 8 }],
    ['inside a low window', { top: 250, bottom: 450, right: 340 }, { top: 392, left: 140 }],
  ])('%s', (_, opener, expected) => expect(beside(opener, menu, view)).toEqual(expected));
});
