import { describe, expect, it } from '@jest/globals';
import { isRejection } from '@visionary/kernel';
import { cursorOf, readCursor } from './cursors.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const refusalOf = (cursor: string): unknown => {
  try {
    return readCursor(cursor);
  } catch (error) {
    return isRejection(error) ? error.code : error;
  }
};

describe('cursors of the feed', () => {
  it.each([1_795_655_018_812, 29_927.583_646_866_667, 1e-7, 0])('[F5] come back as they went: %d', (value) => {
    expect(readCursor(cursorOf({ value, id: ID }) ?? '')).toEqual({ value, id: ID });
  });

  it('[F5] are refused where no page gave them, also those that no database can hold', () => {
    const wrong = ['9e999', '-9e999', 'NaN', 'Infinity', "1' or 1=1--", '', '1e', '0x1'];
    for (const value of wrong) expect([value, refusalOf(`${value}_${ID}`)]).toEqual([value, 'INVALID']);
    expect(refusalOf('1_x')).toBe('INVALID');
  });
});
