import { describe, expect, it } from '@jest/globals';
import { moveItem, indexForKey } from './reorder.js';

describe('reordering images', () => {
  it('moves forward and back, to the ends, and not beyond', () => {
    expect(moveItem(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moveItem(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moveItem(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moveItem(['a', 'b'], 1, -4)).toEqual(['b', 'a']);
    expect(moveItem(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
  });

  it('moves by keys one position or to an end, and does nothing at the end', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => indexForKey(key, 1, 3))).toEqual([
      0, 2, 0, 2,
    ]);
    expect([indexForKey('Home', 2, 3), indexForKey('End', 0, 3)]).toEqual([0, 2]);
    expect([indexForKey('ArrowLeft', 0, 3), indexForKey('ArrowRight', 2, 3), indexForKey('x', 1, 3)]).toEqual([
      0,
      2,
      null,
    ]);
  });
});
