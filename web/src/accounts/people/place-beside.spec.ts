import { describe, expect, it } from '@jest/globals';
import { placeOf } from './place-beside.js';

const WINDOW = { width: 1000, height: 700 };
const CARD = { width: 300, height: 200 };
const at = (left: number, top: number) => ({ left, top, width: 30, height: 30 });

describe('where a card stands', () => {
  it('is under what was pressed', () => expect(placeOf(CARD, at(100, 100), WINDOW)).toEqual({ left: 100, top: 136 }));
  it('is above it near the lower edge', () =>
    expect(placeOf(CARD, at(100, 600), WINDOW)).toEqual({ left: 100, top: 394 }));
  it('is never outside the window', () => {
    expect(placeOf(CARD, at(960, 100), WINDOW).left).toBe(684);
    expect(placeOf(CARD, at(-40, 100), WINDOW).left).toBe(16);
    expect(placeOf({ width: 300, height: 600 }, at(100, 300), WINDOW).top).toBe(84);
  });
});
