import { describe, expect, it } from '@jest/globals';
import { moved, placeByKey } from './moving.js';

describe('pictures put in order', () => {
  it('move forward and back, to the ends, and not beyond them', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moved(['a', 'b'], 1, -4)).toEqual(['b', 'a']);
    expect(moved(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
  });

  it('go by keys one place or to an end, and stay where there is none', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => placeByKey(key, 1, 3))).toEqual([
      0, 2, 0, 2,
    ]);
    expect([placeByKey('Home', 2, 3), placeByKey('End', 0, 3)]).toEqual([0, 2]);
    expect([placeByKey('ArrowLeft', 0, 3), placeByKey('ArrowRight', 2, 3), placeByKey('x', 1, 3)]).toEqual([
      0,
      2,
      null,
    ]);
  });
});
