import { describe, expect, it } from '@jest/globals';
import { nearestSizes } from './nearest-sizes.js';

const sizes = [
  { width: 256, height: 256 },
  { width: 384, height: 256 },
  { width: 256, height: 384 },
];

describe('[G1] the sizes of a model', () => {
  it('are named by how near they are to the rejected one', () => {
    expect(nearestSizes(sizes, { width: 1024, height: 1024 }, 2)[0]).toEqual({ width: 384, height: 256 });
    expect(nearestSizes(sizes, { width: 250, height: 500 }, 2)).toEqual([sizes[2], sizes[0]]);
    expect(nearestSizes(sizes, { width: 250, height: 260 }, 5)).toHaveLength(3);
  });
});
