import { describe, expect, it } from '@jest/globals';
import { StallDetector } from './stall-detector.js';

describe('StallDetector', () => {
  it('[G6] allows more time when a model loads', () => {
    const watch = new StallDetector(0, 1_000);
    expect(watch.isStalled(5_000)).toBe(false);
    expect(watch.isStalled(5_001)).toBe(true);
  });

  it('[G6] allows less silence when steps arrive', () => {
    const watch = new StallDetector(0, 1_000);
    watch.reported(10, false);
    watch.reported(900, true);
    expect(watch.isStalled(5_900)).toBe(false);
    watch.reported(910, true);
    expect(watch.isStalled(1_910)).toBe(false);
    expect(watch.isStalled(1_911)).toBe(true);
  });

  it('[G6] allows more silence when steps are slow', () => {
    const watch = new StallDetector(0, 1_000);
    watch.reported(500, true);
    watch.reported(1_000, true);
    watch.reported(1_100, true);
    expect(watch.isStalled(11_100)).toBe(false);
    expect(watch.isStalled(11_101)).toBe(true);
  });
});
