import { describe, expect, it } from '@jest/globals';
import { Clearness } from './clearness.js';

const seen = (step: number, value: number, picture = 0) => ({
  picture,
  step,
  steps: 10,
  data: Float32Array.of(value, 1),
});

describe('a prediction', () => {
  it('[S66] is judged from two fifths of the steps on, once it changes little', () => {
    const clearness = new Clearness();
    expect([1, 2, 3].map((step) => clearness.isReached(seen(step, 1)))).toEqual([false, false, false]);
    expect(clearness.isReached(seen(4, 5))).toBe(false);
    expect(clearness.isReached(seen(5, 5.1))).toBe(true);
    expect(clearness.isReached(seen(6, 90))).toBe(true);
  });

  it('[S66] is judged at seven tenths whatever it does, and anew for each picture', () => {
    const clearness = new Clearness();
    expect([4, 5, 6, 7].map((step) => clearness.isReached(seen(step, step ** 3)))).toEqual([false, false, false, true]);
    expect(clearness.isReached(seen(4, 343, 1))).toBe(false);
  });
});
