import { describe, expect, it } from '@jest/globals';
import { menuPosition } from './menu-position.js';

describe('the position of a menu', () => {
  const view = { width: 360, height: 700 };
  const menu = { width: 200, height: 300 };
  it.each([
    ['below its button', { top: 100, bottom: 130, right: 340 }, { top: 134, left: 140 }],
    ['above its button if there is no room below', { top: 500, bottom: 530, right: 340 }, { top: 196, left: 140 }],
    ['inside the window at the left edge', { top: 100, bottom: 130, right: 90 }, { top: 134, left: 8 }],
    ['inside a low window', { top: 250, bottom: 450, right: 340 }, { top: 392, left: 140 }],
  ])('is %s', (_, opener, expected) => expect(menuPosition(opener, menu, view)).toEqual(expected));
});
