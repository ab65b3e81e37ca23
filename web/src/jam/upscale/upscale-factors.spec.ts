import { describe, expect, it } from '@jest/globals';
import { defaultFactor, upscaleFactors } from './upscale-factors.js';

describe('upscale factors', () => {
  it.each([
    [512, 512, [1.5, 2, 3, 4], 2],
    [768, 512, [1.5, 2], 2],
    [1024, 1536, [1.33], 1.33],
    [2048, 2048, [], undefined],
    [1900, 64, [], undefined],
  ])('[B224] %d × %d is offered %j, first %s', (width, height, factors, first) => {
    expect(upscaleFactors({ width, height })).toEqual(factors);
    expect(defaultFactor(factors)).toBe(first);
  });
});
