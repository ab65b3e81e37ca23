import { describe, expect, it } from '@jest/globals';
import { denoisingBands } from './denoising-bands.js';

describe('the bands of an image that resolves from left to right', () => {
  it('cover it without gaps, each with more progress than the previous, and end with the plain image', () => {
    const bands = denoisingBands(10, 0.72);
    expect(bands[0]?.from).toBe(0);
    expect(bands.at(-1)).toMatchObject({ to: 1, k: 1 });
    for (const [n, band] of bands.entries()) {
      if (n === 0) continue;
      expect(band.from).toBe(bands[n - 1]?.to);
      expect(band.k).toBeGreaterThanOrEqual(bands[n - 1]?.k ?? 1);
    }
    expect(bands[0]?.k).toBeLessThan(0.1);
  });
});
