import { describe, expect, it } from '@jest/globals';
import { quotaOf } from './quota.js';

const DAY = 24 * 3_600_000;
const GIB = 2 ** 30;
const SETTINGS = { fullBytes: 20 * GIB, newBytes: 2 * GIB, newAccountMs: DAY };
const facts = { now: 100 * DAY, since: 100 * DAY, isStaff: false, versions: 0, decisions: 0 };
const after = (days: number, more: Partial<typeof facts> = {}) =>
  quotaOf({ ...facts, since: facts.now - days * DAY, ...more }, SETTINGS);

describe('quotaOf', () => {
  it.each([
    [0, 0, 2],
    [6, 50, 2],
    [7, 0, 4],
    [7, 1, 8],
    [7, 50, 8],
    [14, 0, 8],
    [14, 2, 20],
    [28, 0, 20],
    [400, 0, 20],
  ])('[A32] quota after %d days with %d versions is %d GiB', (days, versions, gib) => {
    expect(after(days, { versions }).bytes).toBe(gib * GIB);
  });

  it('[A32] quota says when it grows and to what, until it is full', () => {
    expect(after(8)).toMatchObject({ growsAt: facts.now + 6 * DAY, growsTo: 8 * GIB });
    expect(after(28)).toEqual({ bytes: 20 * GIB });
  });

  it('[A33] a decision in force takes the growth back, and staff have the full quota', () => {
    expect(after(400, { versions: 9, decisions: 1 })).toEqual({ bytes: 2 * GIB });
    expect(after(0, { isStaff: true, decisions: 1 })).toEqual({ bytes: 20 * GIB });
  });

  it('[A32] quota is full when no account counts as new, and never above the full one', () => {
    expect(quotaOf(facts, { ...SETTINGS, newAccountMs: 0 })).toEqual({ bytes: 20 * GIB });
    expect(quotaOf(facts, { ...SETTINGS, newBytes: 50 * GIB })).toEqual({ bytes: 20 * GIB });
  });
});
