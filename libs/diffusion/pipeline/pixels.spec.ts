import { describe, expect, it } from '@jest/globals';
import { extendPixels, cropPixels, toImage, toPixels } from './pixels.js';

const pixels = (data: readonly number[]) => ({ data: Float32Array.from(data), width: 2, height: 1 });

describe('pixels', () => {
  it('become interleaved bytes, clipped at black and white', () => {
    const { rgb } = toImage(pixels([-1, 1, -3, 5, 0, 0.5]));
    expect([...rgb]).toEqual([0, 0, 128, 255, 255, 191]);
  });

  it('survive a round trip', () => {
    const image = { rgb: Uint8Array.from({ length: 256 * 3 }, (_, i) => i % 256), width: 256, height: 1 };
    expect(toImage(toPixels(image))).toEqual(image);
  });

  it('are padded with their last row and column, and cropped again', () => {
    const small = { data: Float32Array.from({ length: 3 * 6 }, (_, i) => i), width: 3, height: 2 };
    const large = extendPixels(small, 4);
    expect([large.width, large.height]).toEqual([4, 4]);
    expect([...large.data.subarray(0, 16)]).toEqual([0, 1, 2, 2, 3, 4, 5, 5, 3, 4, 5, 5, 3, 4, 5, 5]);
    expect(cropPixels(large, small)).toEqual(small);
  });
});
