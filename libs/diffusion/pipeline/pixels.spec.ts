import { describe, expect, it } from '@jest/globals';
import { requireContent, requireNumbers, toPicture } from './pixels.js';

const pixels = (data: readonly number[]) => ({ data: Float32Array.from(data), width: 2, height: 1 });

describe('pixels', () => {
  it('become bytes side by side, cut at black and white', () => {
    const { rgb } = toPicture(pixels([-1, 1, -3, 5, 0, 0.5]));
    expect([...rgb]).toEqual([0, 0, 128, 255, 255, 191]);
  });

  it('[E7] of one colour are no picture', () => {
    expect(() => requireContent(pixels([0.5, 0.501, 0.2, 0.2, -0.7, -0.7]))).toThrow('same colour');
  });

  it('[E7] that are only nearly white are one', () => {
    expect(() => requireContent(pixels([1.01, 1.04, 1.02, 1.02, 1, 1]))).not.toThrow();
  });

  it.each([NaN, Infinity, -Infinity])('[E7] must be numbers, not %d', (value) => {
    expect(() => requireNumbers(Float32Array.of(0, value), 'the pixels')).toThrow('the pixels hold values');
  });
});
