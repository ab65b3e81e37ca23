import { describe, expect, it } from '@jest/globals';
import { StallDetector } from './stall-detector.js';

describe('StallWatch', () => {
  it('[G6] gives a model time to load', () => {
    const watch = new StallDetector(0, 1_000);
    expect(watch.isStalled(5_000)).toBe(false);
    expect(watch.isStalled(5_001)).toBe(true);
  });

  it('[G6] expects a word sooner once steps come', () => {
    const watch = new StallDetector(0, 1_000);
    watch.reported(10, false);
    watch.reported(900, true);
    expect(watch.isStalled(5_900)).toBe(false);
    watch.reported(910, true);
    expect(watch.isStalled(1_910)).toBe(false);
    expect(watch.isStalled(1_911)).toBe(true);
  });

  it('[G6] is patient with slow steps', () => {
    const watch = new StallDetector(0, 1_000);
    watch.reported(500, true);
    watch.reported(1_000, true);
    watch.reported(1_100, true);
    expect(watch.isStalled(11_100)).toBe(false);
    expect(watch.isStalled(11_101)).toBe(true);
  });
});
