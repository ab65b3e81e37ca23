import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepMsAt } from './room-paces.js';

describe('the pace of a step', () => {
  it('[G106] spreads the steps over the pace, each 0.2 to 2 s', () => {
    expect([20, 8, 4, 2, 150].map((steps) => stepMsAt(8_000, steps))).toEqual([400, 1_000, 2_000, 2_000, 200]);
    expect(stepMsAt(0, 20)).toBe(0);
  });

  it('[G106] is never shorter for a slower pace or for fewer steps', () => {
    const pace = fc.integer({ min: 1, max: 60_000 });
    const steps = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(pace, pace, steps, steps, (one, other, few, many) => {
        const [slow, fast] = [Math.max(one, other), Math.min(one, other)];
        const [least, most] = [Math.min(few, many), Math.max(few, many)];
        expect(stepMsAt(slow, least)).toBeGreaterThanOrEqual(stepMsAt(fast, most));
        expect(stepMsAt(slow, most)).toBeGreaterThanOrEqual(200);
        expect(stepMsAt(slow, least)).toBeLessThanOrEqual(2_000);
      }),
    );
  });
});
