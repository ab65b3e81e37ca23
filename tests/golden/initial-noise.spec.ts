import { describe, expect, it } from '@jest/globals';
import { InitialNoise } from '@visionary/diffusion';
import { largestDifference, readVectors } from './vectors.js';

interface Case {
  seed: number;
  shape: number[];
  first16: number[];
  last4: number[];
  mean: number;
  std: number;
  second_first8: number[];
}

/** Two units in the last place of a float32 near 4: the reference rounds its logarithm and cosine differently. */
const CLOSE = 5e-7;

describe('[E9] start noise is that of the reference on the CPU', () => {
  const { cases } = readVectors<{ cases: Case[] }>('torch_randn.json');
  it.each(cases.map((one) => [`seed ${one.seed}, shape ${one.shape.join('x')}`, one] as const))('%s', (_title, one) => {
    const count = one.shape.reduce((product, side) => product * side, 1);
    const noise = new InitialNoise(one.seed);
    const values = noise.draw(count);
    expect(largestDifference(values.slice(0, one.first16.length), one.first16)).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(values.slice(-one.last4.length), one.last4)).toBeLessThanOrEqual(CLOSE);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    expect(mean).toBeCloseTo(one.mean, 5);
    const second = noise.draw(count);
    expect(largestDifference(second.slice(0, one.second_first8.length), one.second_first8)).toBeLessThanOrEqual(CLOSE);
  });

  it('refuses a seed that is no whole number from 0', () => {
    expect(() => new InitialNoise(0.5)).toThrow(RangeError);
    expect(() => new InitialNoise(-1)).toThrow(RangeError);
  });
});
