import { describe, expect, it } from '@jest/globals';
import { StallDetector } from './stall-detector.js';

describe('StallWatch', () => {
  it('[G6] gives a model time to load', () => {
    const watch = new StallDetector(0, 1_000);
    expect(watch.isHung(5_000)).toBe(false);
    expect(watch.isHung(5_001)).toBe(true);
  });

  it('[G6] expects a word sooner once steps come', () => {
    const watch = new StallDetector(0, 1_000);
    watch.heard(10, false);
    watch.heard(900, true);
    expect(watch.isHung(5_900)).toBe(false);
    watch.heard(910, true);
    expect(watch.isHung(1_910)).toBe(false);
    expect(watch.isHung(1_911)).toBe(true);
  });

  it('[G6] is patient with slow steps', () => {
    const watch = new StallDetector(0, 1_000);
    watch.heard(500, true);
    watch.heard(1_000, true);
    watch.heard(1_100, true);
    expect(watch.isHung(11_100)).toBe(false);
    expect(watch.isHung(11_101)).toBe(true);
  });
});
