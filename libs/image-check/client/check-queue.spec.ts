import { describe, expect, it } from '@jest/globals';
import type { CheckPurpose } from '../image.js';
import { CheckQueue } from './check-queue.js';

const asked = (id: number, what: CheckPurpose, bytes = 10) => ({ id, what, image: new Uint8Array(bytes), crashes: 0 });

describe('JudgeLine', () => {
  it('[S63] serves finished pictures and uploads in their order, and guesses after them', () => {
    const line = new CheckQueue();
    const all = [asked(1, 'preview'), asked(2, 'upload'), asked(3, 'final'), asked(4, 'preview'), asked(5, 'upload')];
    for (const one of all) expect(line.add(one)).toBe(true);
    line.remove(all[4]!);
    expect([line.next()?.id, line.next()?.id, line.next()?.id, line.next()?.id, line.next()]).toEqual([
      2,
      3,
      1,
      4,
      undefined,
    ]);
  });

  it('[S63] refuses what would take more memory than there is for it, until something has gone', () => {
    const line = new CheckQueue();
    const large = () => asked(1, 'final', 100 * 2 ** 20);
    expect([line.add(large()), line.add(large()), line.length]).toEqual([true, false, 1]);
    line.next();
    expect(line.add(large())).toBe(true);
  });
});
