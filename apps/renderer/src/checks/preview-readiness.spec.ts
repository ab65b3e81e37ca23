import { describe, expect, it } from '@jest/globals';
import { PreviewReadiness } from './preview-readiness.js';

const seen = (step: number, value: number, image = 0) => ({
  imageIndex: image,
  step,
  steps: 10,
  data: Float32Array.of(value, 1),
});

describe('PreviewReadiness', () => {
  it('[S66] is reached from three tenths of the steps when the prediction changes little', () => {
    const previewReadiness = new PreviewReadiness();
    expect([1, 2].map((step) => previewReadiness.isReached(seen(step, 1)))).toEqual([false, false]);
    expect(previewReadiness.isReached(seen(3, 5))).toBe(false);
    expect(previewReadiness.isReached(seen(4, 5.1))).toBe(true);
    expect(previewReadiness.isReached(seen(5, 90))).toBe(true);
  });

  it('[S66] is reached at half of the steps of each image', () => {
    const previewReadiness = new PreviewReadiness();
    const reached = [3, 4, 5].map((step) => previewReadiness.isReached(seen(step, step ** 3)));
    expect(reached).toEqual([false, false, true]);
    expect(previewReadiness.isReached(seen(3, 343, 1))).toBe(false);
  });
});
