import { describe, expect, it } from '@jest/globals';
import type { Pace } from '@visionary/contract';
import { currentPace, withPaceChange } from './pace-changes.js';

const change = (seq: number, seconds: Pace) => ({ seq, at: seq, seconds, by: { id: 'ana', name: 'Ana' } });

describe('the pace of a room', () => {
  it('[G106] is that of the room when it opened, until somebody chooses another', () => {
    expect(currentPace([], 8)).toBe(8);
    expect(currentPace([change(3, 8), change(5, 0)], 8)).toBe(0);
  });

  it('[G106] has each change once, as the log and the reply bring it', () => {
    const once = withPaceChange([change(3, 8)], change(5, 16));
    expect(withPaceChange(once, change(5, 16))).toEqual([change(3, 8), change(5, 16)]);
  });
});
