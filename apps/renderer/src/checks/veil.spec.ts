import { describe, expect, it } from '@jest/globals';
import { veil, VEIL_CELLS } from './veil.js';

const SIDE = 96;

/** Stripes of one pixel: the finest possible structure. */
const stripes = {
  rgb: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (Math.floor(at / 3) % 2 === 0 ? 255 : 0)),
  ...{ width: SIDE, height: SIDE },
};

describe('veil', () => {
  it('[S65] keeps brightness and colors of an image in a few cells, and no detail', () => {
    const { rgb, width, height } = veil(stripes);
    expect({ width, height, bytes: rgb.length }).toEqual({ width: 12, height: 12, bytes: 12 * 12 * 3 });
    expect(new Set(rgb)).toEqual(new Set([128]));
  });

  it('[S65] gives the same result when images differ in details only', () => {
    const shifted = { ...stripes, rgb: Uint8Array.from(stripes.rgb, (value) => 255 - value) };
    expect(veil(shifted)).toEqual(veil(stripes));
  });

  it('[S65] keeps left and right apart, the proportions, and a single pixel', () => {
    const rgb = Uint8Array.from({ length: SIDE * 16 * 3 }, (_, at) =>
      Math.floor(at / 3) % SIDE < SIDE / 2 ? 200 : 20,
    );
    const wide = veil({ rgb, width: SIDE, height: 16 });
    expect([wide.width, wide.height]).toEqual([VEIL_CELLS, 2]);
    expect([wide.rgb[0], wide.rgb.at(-1)]).toEqual([200, 20]);
    expect([...veil({ rgb: Uint8Array.of(1, 2, 3), width: 1, height: 1 }).rgb]).toEqual([1, 2, 3]);
  });
});
