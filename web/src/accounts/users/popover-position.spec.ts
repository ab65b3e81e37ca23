import { describe, expect, it } from '@jest/globals';
import { popoverPosition } from './popover-position.js';

const WINDOW = { width: 1000, height: 700 };
const CARD = { width: 300, height: 200 };
const at = (left: number, top: number) => ({ left, top, width: 30, height: 30 });

describe('the position of a user card', () => {
  it('is below its anchor', () => expect(popoverPosition(CARD, at(100, 100), WINDOW)).toEqual({ left: 100, top: 136 }));
  it('is above its anchor near the lower edge', () =>
    expect(popoverPosition(CARD, at(100, 600), WINDOW)).toEqual({ left: 100, top: 394 }));
  it('is always inside the window', () => {
    expect(popoverPosition(CARD, at(960, 100), WINDOW).left).toBe(684);
    expect(popoverPosition(CARD, at(-40, 100), WINDOW).left).toBe(16);
    expect(popoverPosition({ width: 300, height: 600 }, at(100, 300), WINDOW).top).toBe(84);
  });
});
