import { describe, expect, it } from '@jest/globals';
import { TimeEstimator } from './time-estimator.js';

describe('TimeEstimator', () => {
  it('counts steps, decoding, and the following images', () => {
    const estimator = new TimeEstimator(undefined, 10, 2);
    estimator.recordStep(100, 4);
    estimator.recordDecode(50);
    expect(estimator.msLeft(0, 4)).toBe(6 * 100 + 50 + 10 * 100 + 50);
    expect(estimator.msLeft(1, 10)).toBe(50);
  });

  it('[E110] counts the time of images that are rendered together, and of those that follow', () => {
    const estimator = new TimeEstimator(undefined, 10, 3);
    estimator.recordStep(100, 4, 10, 2);
    estimator.recordDecode(50);
    expect(estimator.msLeft(0, 4, 2)).toBe(6 * 100 + 2 * 50 + 10 * 50 + 50);
    expect(estimator.msLeft(2, 9)).toBe(50 + 50);
  });

  it('ignores one slow step', () => {
    const estimator = new TimeEstimator(undefined, 20, 1);
    for (const ms of [900, 40, 41, 39, 40]) estimator.recordStep(ms, 1);
    expect(estimator.timings.stepMs).toBe(40);
  });

  it('follows when the machine gets busy', () => {
    const estimator = new TimeEstimator(undefined, 40, 1);
    for (let i = 0; i < 20; i++) estimator.recordStep(i < 10 ? 400 : 800, i + 1);
    expect(estimator.timings.stepMs).toBe(800);
  });

  it('changes little when a few of many short steps are slow', () => {
    const estimator = new TimeEstimator(undefined, 150, 4);
    for (let i = 0; i < 90; i++) estimator.recordStep(40, i + 1);
    const before = estimator.msLeft(0, 90);
    for (let i = 0; i < 7; i++) estimator.recordStep(120, 91 + i);
    expect(estimator.msLeft(0, 97) / before).toBeLessThan(1.1);
  });

  it('starts from the timings of the last take of its kind', () => {
    expect(new TimeEstimator({ stepMs: 30, decodeMs: 60 }, 20, 1).msLeft(0, 0)).toBe(660);
  });

  it('[G63] counts ControlNets in the steps in which they apply', () => {
    const controls = [
      { start: 0, end: 0.4 },
      { start: 0.3, end: 1 },
    ];
    // Steps 1 to 5 have the first, and 4 to 10 the second one.
    const estimator = new TimeEstimator(undefined, 10, 1, undefined, controls);
    estimator.recordStep(150, 1);
    estimator.recordDecode(50);
    expect(estimator.timings.stepMs).toBe(100);
    expect(estimator.msLeft(0, 1)).toBe(2 * 150 + 2 * 200 + 5 * 150 + 50);
  });

  it('[G63] counts what an upscaler takes between the passes, once it was measured', () => {
    const second = { steps: 5, cost: 4 };
    const estimator = new TimeEstimator(undefined, 10, 2, second);
    const image = 10 * 100 + 5 * 400 + 50;
    for (let step = 1; step <= 10; step++) estimator.recordStep(100, step, 15, 1, step * 100);
    estimator.recordDecode(50);
    expect(estimator.msLeft(0, 10)).toBe(5 * 400 + 50 + image);
    estimator.recordStep(400, 11, 15, 1, 1_000 + 7_000 + 400);
    expect(estimator.msLeft(0, 11)).toBe(4 * 400 + 50 + image + 7_000);
    const next = new TimeEstimator(estimator.timings, 10, 1, second);
    next.recordStep(100, 1, 15, 1, 100);
    expect(next.msLeft(0, 1)).toBe(9 * 100 + 5 * 400 + 7_000 + 50);
  });

  it('[G72] counts the longer steps of a second pass, and follows what they really take', () => {
    const estimator = new TimeEstimator(undefined, 10, 1, { steps: 20, cost: 4 });
    estimator.recordStep(100, 1);
    // Decoding, which was not measured, counts as a step of the second pass.
    expect(estimator.msLeft(0, 4)).toBe(6 * 100 + 20 * 400 + 400);
    estimator.recordDecode(50);
    expect(estimator.msLeft(0, 12)).toBe(18 * 400 + 50);
    for (let step = 11; step < 19; step++) estimator.recordStep(2_000, step);
    expect(estimator.msLeft(0, 18)).toBe(12 * 2_000 + 50);
  });
});
