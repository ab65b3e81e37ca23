import { describe, expect, it } from '@jest/globals';
import { progressLine } from './progress-line.js';

describe('progressLine', () => {
  it('[T8] progressLine shows a bar over all images, the step, and a long remaining time', () => {
    const half = { imageIndex: 0, images: 1, step: 10, steps: 20, msLeft: 400 };
    expect(progressLine(half)).toBe(`▕${'█'.repeat(12)}${' '.repeat(12)}▏ step 10 of 20`);
    expect(progressLine({ ...half, images: 2, msLeft: 12_300 })).toBe(
      `▕${'█'.repeat(6)}${' '.repeat(18)}▏ image 1 of 2, step 10 of 20, about 12 s left`,
    );
  });

  it('[T8] progressLine advances by eighths of a cell', () => {
    expect(progressLine({ imageIndex: 0, images: 1, step: 1, steps: 150, msLeft: 0 })).toContain('▕▏   ');
    expect(progressLine({ imageIndex: 0, images: 1, step: 150, steps: 150, msLeft: 0 })).toContain(
      `▕${'█'.repeat(24)}▏`,
    );
  });
});
