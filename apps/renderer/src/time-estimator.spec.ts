import { describe, expect, it } from '@jest/globals';
import { TimeEstimator } from './time-estimator.js';

describe('TimeEstimator', () => {
  it('counts steps, decoding, and the following images', () => {
    const estimator = new TimeEstimator(undefined, 10, 2);
    estimator.recordStep(100);
    estimator.recordDecode(50);
    expect(estimator.msLeft(0, 4)).toBe(6 * 100 + 50 + 10 * 100 + 50);
    expect(estimator.msLeft(1, 10)).toBe(50);
  });

  it('ignores one slow step', () => {
    const estimator = new TimeEstimator(undefined, 20, 1);
    for (const ms of [900, 40, 41, 39, 40]) estimator.recordStep(ms);
    expect(estimator.timings.stepMs).toBe(40);
  });

  it('follows when the machine gets busy', () => {
    const estimator = new TimeEstimator(undefined, 40, 1);
    for (let i = 0; i < 20; i++) estimator.recordStep(i < 10 ? 400 : 800);
    expect(estimator.timings.stepMs).toBe(800);
  });

  it('changes little when a few of many short steps are slow', () => {
    const estimator = new TimeEstimator(undefined, 150, 4);
    for (let i = 0; i < 90; i++) estimator.recordStep(40);
    const before = estimator.msLeft(0, 90);
    for (let i = 0; i < 7; i++) estimator.recordStep(120);
    expect(estimator.msLeft(0, 97) / before).toBeLessThan(1.1);
  });

  it('starts from the timings of the last take of its kind', () => {
    expect(new TimeEstimator({ stepMs: 30, decodeMs: 60 }, 20, 1).msLeft(0, 0)).toBe(660);
  });
});
