import { describe, expect, it } from '@jest/globals';
import { cellsPerRow, dotRadius, dotsInRow, dotSizeFor, rowsIn, underlayOpacity } from './halftone.js';

describe('[W7] halftone geometry', () => {
  it('has 24 cells per row at the start and 80 at the end', () => {
    expect([0, 0.5, 1].map((k) => cellsPerRow(k, 1000))).toEqual([24, 52, 80]);
  });

  it('never has cells smaller than 3 px', () => {
    for (const width of [40, 132, 200, 239]) expect(width / cellsPerRow(1, width)).toBeGreaterThanOrEqual(3);
    expect(cellsPerRow(1, 1)).toBe(1);
  });

  it('keeps every dot between .10 and .74 of its cell, growing with ink and progress', () => {
    expect(dotRadius(10, 0, 0)).toBeCloseTo(2);
    expect(dotRadius(10, 1, 0)).toBeCloseTo(6.2);
    expect(dotRadius(10, 0, 1)).toBeCloseTo(4.2);
    expect(dotRadius(10, 1, 1)).toBeCloseTo(7.4);
    expect(dotRadius(10, -1, 0)).toBeCloseTo(1);
  });

  it('shows the frame late: none at first, .9 at the end', () => {
    expect(underlayOpacity(0)).toBe(0);
    expect(underlayOpacity(0.5)).toBeCloseTo(0.196, 3);
    expect(underlayOpacity(1)).toBeCloseTo(0.9);
  });

  it('draws dark areas on light paper and light areas on dark', () => {
    expect(dotSizeFor(0, 0, 0, false)).toBe(1);
    expect(dotSizeFor(0, 0, 0, true)).toBe(0);
    expect(dotSizeFor(255, 255, 255, true)).toBeCloseTo(1);
    expect(dotSizeFor(0, 255, 0, true)).toBeCloseTo(0.7152);
  });

  it('covers the image to its edges, with odd rows shifted by half a cell', () => {
    expect(dotsInRow(0, 24)).toEqual({ first: 0.5, count: 24 });
    expect(dotsInRow(1, 24)).toEqual({ first: 0, count: 25 });
    expect(rowsIn(10, 100)).toBe(10);
    expect(rowsIn(10, 101)).toBe(11);
  });
});
