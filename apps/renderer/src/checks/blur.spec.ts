import { describe, expect, it } from '@jest/globals';
import { blur } from './blur.js';

const SIDE = 64;

/** Stripes of one pixel: the finest possible structure. */
const stripes = {
  rgb: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (Math.floor(at / 3) % 2 === 0 ? 255 : 0)),
  ...{ width: SIDE, height: SIDE },
};

describe('blur', () => {
  it('[S65] keeps size and brightness of an image, but no detail', () => {
    const { rgb, width, height } = blur(stripes);
    expect({ width, height }).toEqual({ width: SIDE, height: SIDE });
    expect(Math.max(...rgb) - Math.min(...rgb)).toBeLessThan(30);
    expect(rgb.reduce((sum, one) => sum + one, 0) / rgb.length).toBeCloseTo(127.5, -1);
  });

  it('[S65] gives the same result when images differ in details only', () => {
    const shifted = { ...stripes, rgb: Uint8Array.from(stripes.rgb, (value) => 255 - value) };
    const [one, other] = [blur(stripes).rgb, blur(shifted).rgb];
    expect(Math.max(...one.map((value, at) => Math.abs(value - other[at]!)))).toBeLessThan(30);
  });

  it('[S65] keeps left and right apart, and accepts a single pixel', () => {
    const rgb = Uint8Array.from({ length: SIDE * 8 * 3 }, (_, at) => (Math.floor(at / 3) % SIDE < SIDE / 2 ? 200 : 20));
    const { rgb: blurred } = blur({ rgb, width: SIDE, height: 8 });
    expect([blurred[0], blurred.at(-1)]).toEqual([200, 20]);
    expect([...blur({ rgb: Uint8Array.of(1, 2, 3), width: 1, height: 1 }).rgb]).toEqual([1, 2, 3]);
  });
});
