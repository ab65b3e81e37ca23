import { describe, expect, it } from '@jest/globals';
import { downsampleLatents } from './downsample-latents.js';

describe('downsampleLatents', () => {
  it('returns small latents unchanged', () => {
    const data = new Float32Array(4 * 24 * 16);
    expect(downsampleLatents(data, { width: 24, height: 16 }, 400).data).toBe(data);
  });

  it('averages cells per channel', () => {
    const data = Float32Array.from([1, 3, 5, 7, 1, 3, 5, 7, ...new Array<number>(8).fill(9)]);
    const { data: averaged, size } = downsampleLatents(data, { width: 4, height: 2 }, 2);
    expect(size).toEqual({ width: 2, height: 1 });
    expect([...averaged]).toEqual([2, 6, 9, 9]);
  });

  it.each([
    [40, 40, 20, 20],
    [128, 64, 28, 14],
    [1000, 2, 447, 1],
  ])('keeps the aspect ratio of %i x %i', (width, height, expectedWidth, expectedHeight) => {
    const { data, size } = downsampleLatents(new Float32Array(4 * width * height).fill(0.5), { width, height }, 400);
    expect(size).toEqual({ width: expectedWidth, height: expectedHeight });
    expect(data).toHaveLength(4 * expectedWidth * expectedHeight);
    expect(data.every((value) => value === 0.5)).toBe(true);
  });
});
