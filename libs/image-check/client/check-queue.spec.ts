import { describe, expect, it } from '@jest/globals';
import type { CheckPurpose } from '../image.js';
import { CheckQueue } from './check-queue.js';

const check = (id: number, purpose: CheckPurpose, bytes = 10) => ({
  id,
  purpose,
  image: new Uint8Array(bytes),
  crashes: 0,
});

describe('CheckQueue', () => {
  it('[S63] serves finished images and uploads in order, then preview frames', () => {
    const queue = new CheckQueue();
    const checks = [
      check(1, 'preview'),
      check(2, 'upload'),
      check(3, 'final'),
      check(4, 'preview'),
      check(5, 'upload'),
    ];
    for (const one of checks) expect(queue.add(one)).toBe(true);
    queue.remove(checks[4]!);
    const served = Array.from({ length: 5 }, () => queue.next()?.id);
    expect(served).toEqual([2, 3, 1, 4, undefined]);
  });

  it('[S63] rejects a check that exceeds the memory limit until another one leaves', () => {
    const queue = new CheckQueue();
    const large = () => check(1, 'final', 100 * 2 ** 20);
    expect([queue.add(large()), queue.add(large()), queue.length]).toEqual([true, false, 1]);
    queue.next();
    expect(queue.add(large())).toBe(true);
  });
});
