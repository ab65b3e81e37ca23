import { describe, expect, it } from '@jest/globals';
import { InitialNoise } from '../random/initial-noise.js';
import { cropCells, extendCells, isPadded, latentFrame } from './latent-frame.js';
import { LatentNoise } from './latent-noise.js';

const CHANNELS = 4;

describe('[E23] latentFrame', () => {
  it.each([
    { width: 512, height: 512, factor: 8, multiple: 8, cells: [64, 64], padded: [64, 64] },
    { width: 520, height: 512, factor: 8, multiple: 8, cells: [65, 64], padded: [72, 64] },
    { width: 264, height: 8, factor: 16, multiple: 2, cells: [17, 1], padded: [18, 2] },
    { width: 72, height: 64, factor: 4, multiple: 1, cells: [18, 16], padded: [18, 16] },
  ] as const)('covers the cells and pads them for %j', ({ width, height, factor, multiple, cells, padded }) => {
    const frame = latentFrame({ width, height }, factor, multiple);
    expect(frame).toEqual({
      cells: { width: cells[0], height: cells[1] },
      padded: { width: padded[0], height: padded[1] },
      left: Math.floor((padded[0] - cells[0]) / 2),
      top: Math.floor((padded[1] - cells[1]) / 2),
    });
    expect(isPadded(frame)).toBe(cells[0] !== padded[0] || cells[1] !== padded[1]);
  });

  it('LatentNoise draws the same noise with and without padding, for every tensor', () => {
    const tight = latentFrame({ width: 72, height: 56 }, 8, 1);
    const wide = latentFrame({ width: 72, height: 56 }, 8, 8);
    const [unpadded, padded, reference] = [
      new LatentNoise(9, CHANNELS, tight),
      new LatentNoise(9, CHANNELS, wide),
      new InitialNoise(9),
    ];
    for (let tensor = 0; tensor < 3; tensor++) {
      const expected = reference.draw(CHANNELS * 9 * 7);
      expect(unpadded.draw()).toEqual(expected);
      const drawn = padded.draw();
      expect(drawn).toHaveLength(CHANNELS * 16 * 8);
      expect(cropCells(drawn, wide)).toEqual(expected);
      // The padding has noise of its own, neither repeated nor zero.
      expect(new Set(drawn).size).toBeGreaterThan(CHANNELS * 16 * 8 - 5);
    }
  });

  it('extendCells repeats the edge cells, and cropCells restores the original', () => {
    // 3x2 cells in 4x4: one row of padding above and below, one column on the right.
    const frame = latentFrame({ width: 24, height: 16 }, 8, 4);
    const values = Float32Array.from({ length: 2 * 6 }, (_, i) => i);
    const wide = extendCells(values, frame);
    expect([...wide.subarray(0, 16)]).toEqual([0, 1, 2, 2, 0, 1, 2, 2, 3, 4, 5, 5, 3, 4, 5, 5]);
    expect(cropCells(wide, frame)).toEqual(values);
  });
});
