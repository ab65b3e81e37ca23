import { describe, expect, it } from '@jest/globals';
import { isRejection, readCursor } from '@visionary/kernel';
import { formatCursor } from './post-pages.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const rejectionOf = (cursor: string): unknown => {
  try {
    return readCursor(cursor);
  } catch (error) {
    return isRejection(error) ? error.code : error;
  }
};

describe('feed cursors', () => {
  it.each([1_795_655_018_812, 29_927.583_646_866_667, 1e-7, 0])('[F5] cursor survives a round trip: %d', (value) => {
    expect(readCursor(formatCursor({ value, id: ID }) ?? '')).toEqual({ value, id: ID });
  });

  it('[F5] cursor is rejected when no page returned it or no database can store it', () => {
    const invalid = ['9e999', '-9e999', 'NaN', 'Infinity', "1' or 1=1--", '', '1e', '0x1'];
    for (const value of invalid) expect([value, rejectionOf(`${value}_${ID}`)]).toEqual([value, 'INVALID']);
    expect(rejectionOf('1_x')).toBe('INVALID');
  });
});
