import { describe, expect, it } from '@jest/globals';
import { groupsOf, targetOfKey } from './take-grid.js';

describe('the takes strip', () => {
  it('[B271] groups takes into rows, the last one not full', () => {
    expect(groupsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(groupsOf([], 3)).toEqual([]);
  });

  it('[B271] moves by arrow keys, Home, and End, and never out of the list', () => {
    const grid = { from: 4, columns: 3, count: 8 };
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter'];
    expect(keys.map((key) => targetOfKey(key, grid))).toEqual([3, 5, 1, 7, 0, 7, -1]);
    expect(keys.map((key) => targetOfKey(key, { ...grid, from: 7 }))).toEqual([6, 7, 4, 7, 0, 7, -1]);
    const row = { from: 0, columns: 1, count: 2 };
    expect(keys.map((key) => targetOfKey(key, row))).toEqual([0, 1, -1, -1, 0, 1, -1]);
  });
});
