import { describe, expect, it } from '@jest/globals';
import { activityDots } from './activity-dots.js';

describe('[B292] activityDots', () => {
  it('has a dot a take while there are few', () => {
    expect(activityDots([0, 1, 5])).toEqual([0, 1, 5]);
    expect(activityDots([0, 0])).toEqual([0, 0]);
  });

  it('gives the busiest hour eight dots, and an hour with a take at least one', () => {
    expect(activityDots([1, 400, 800, 0])).toEqual([1, 4, 8, 0]);
  });
});
