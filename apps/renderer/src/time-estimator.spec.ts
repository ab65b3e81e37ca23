import { describe, expect, it } from '@jest/globals';
import { TimeEstimator } from './time-estimator.js';

describe('time left', () => {
  it('counts the steps, the decoding and the pictures that follow', () => {
    const keeper = new TimeEstimator(undefined, 10, 2);
    keeper.stepped(100);
    keeper.decoded(50);
    expect(keeper.msLeft(0, 4)).toBe(6 * 100 + 50 + 10 * 100 + 50);
    expect(keeper.msLeft(1, 10)).toBe(50);
  });

  it('is not thrown off by one slow step', () => {
    const keeper = new TimeEstimator(undefined, 20, 1);
    for (const ms of [900, 40, 41, 39, 40]) keeper.stepped(ms);
    expect(keeper.pace.stepMs).toBe(40);
  });

  it('follows a machine that gets busy', () => {
    const keeper = new TimeEstimator(undefined, 40, 1);
    for (let i = 0; i < 20; i++) keeper.stepped(i < 10 ? 400 : 800);
    expect(keeper.pace.stepMs).toBe(800);
  });

  it('does not jump about with a few of many short steps', () => {
    const keeper = new TimeEstimator(undefined, 150, 4);
    for (let i = 0; i < 90; i++) keeper.stepped(40);
    const before = keeper.msLeft(0, 90);
    for (let i = 0; i < 7; i++) keeper.stepped(120);
    expect(keeper.msLeft(0, 97) / before).toBeLessThan(1.1);
  });

  it('starts from what the last take of its kind took', () => {
    expect(new TimeEstimator({ stepMs: 30, decodeMs: 60 }, 20, 1).msLeft(0, 0)).toBe(660);
  });
});
