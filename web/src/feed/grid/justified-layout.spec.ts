import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  justifyRows,
  createIncrementalLayout,
  ratioOf,
  rowAt,
  gridMetricsFor,
  gridHeight,
} from './justified-layout.js';

const aRatio = fc.double({ min: 0.5, max: 2.6, noNaN: true });
const aWidth = fc.integer({ min: 280, max: 2400 });
const wide = gridMetricsFor(1360);

describe('[W20] the justified grid', () => {
  it('matches the reference: four images in the first row, five in the second', () => {
    const rows = justifyRows([1.5, 0.8, 1, 1.33, 1, 0.75, 1.33, 1, 0.8, 1, 1.33, 0.75], wide, false);
    expect(rows.map(({ from, until }) => [from, until])).toEqual([
      [0, 4],
      [4, 9],
    ]);
    expect(rows.every(({ height }) => height >= 252 && height < 300)).toBe(true);
  });

  it('fills every row but the last, in order, without duplicates, with heights in range', () => {
    fc.assert(
      fc.property(fc.array(aRatio, { maxLength: 80 }), aWidth, (ratios, width) => {
        const metrics = gridMetricsFor(width);
        const rows = justifyRows(ratios, metrics, true);
        expect(rows.flatMap(({ from, until }) => ratios.slice(from, until))).toEqual(ratios);
        for (const [at, row] of rows.entries()) {
          const right = (row.lefts.at(-1) ?? 0) + (row.widths.at(-1) ?? 0);
          expect(right).toBeLessThanOrEqual(width);
          expect(row.height).toBeLessThanOrEqual(Math.ceil(metrics.base * 1.5 * 1.5));
          expect(row.height).toBeGreaterThanOrEqual(metrics.base * 0.4);
          expect(row.until - row.from).toBeLessThanOrEqual(metrics.maxPerRow);
          expect(row.top).toBe(at === 0 ? 0 : gridHeight(rows.slice(0, at), metrics));
        }
      }),
    );
  });

  it('never changes a row when images are appended', () => {
    fc.assert(
      fc.property(
        fc.array(aRatio, { maxLength: 40 }),
        fc.array(aRatio, { maxLength: 40 }),
        aWidth,
        (now, later, width) => {
          const before = justifyRows(now, gridMetricsFor(width), false);
          const after = justifyRows([...now, ...later], gridMetricsFor(width), false);
          expect(after.slice(0, before.length)).toEqual(before);
        },
      ),
    );
  });

  it('gives the same result page by page, prepended, or as a whole', () => {
    const page = fc.tuple(fc.array(aRatio, { maxLength: 20 }), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.array(page, { maxLength: 8 }), aWidth, (pages, width) => {
        const [layout, metrics] = [createIncrementalLayout(), gridMetricsFor(width)];
        let ratios: number[] = [];
        for (const [more, inFront, isComplete] of pages) {
          ratios = inFront ? [...more, ...ratios] : [...ratios, ...more];
          expect(layout(ratios, metrics, isComplete)).toEqual(justifyRows(ratios, metrics, isComplete));
        }
      }),
    );
  });

  it('has two images per row on a phone, and a wide one alone', () => {
    const rows = justifyRows([1.5, 0.8, 1, 0.75, 1], gridMetricsFor(328), true);
    expect(rows.map(({ from, until }) => until - from)).toEqual([1, 2, 2]);
  });

  it('fills the last row if possible, and otherwise uses the height of the row above', () => {
    const squares = (count: number, width: number) =>
      justifyRows(
        Array.from({ length: count }, () => 1),
        gridMetricsFor(width),
        true,
      );
    for (const width of [328, 720, 1360]) {
      const many = squares(60, width);
      const [first] = many;
      // The number that fills it, and each number that leaves a row incomplete.
      const full = (first?.until ?? 0) * 2;
      expect(squares(full, width).map(({ height, lefts }) => [height, lefts])).toEqual(
        many.slice(0, 2).map(({ height, lefts }) => [height, lefts]),
      );
      const [, one] = squares(full / 2 + 1, width);
      expect([one?.height, one?.until]).toEqual([first?.height, full / 2 + 1]);
    }
    // Four instead of five: not stretched beyond the limit.
    expect(squares(9, 1360).map(({ until, height }) => [until, height])).toEqual([
      [5, 258],
      [9, 327],
    ]);
    expect(squares(1, 1360).map(({ height }) => height)).toEqual([wide.base]);
    expect(justifyRows([0.5, 0.5], gridMetricsFor(328), true).map(({ height, lefts }) => [height, lefts])).toEqual([
      [318, [0, 169]],
    ]);
  });

  it('crops extreme aspect ratios, and has no rows without a width', () => {
    expect([ratioOf({ width: 2048, height: 64 }), ratioOf({ width: 64, height: 2048 })]).toEqual([2.6, 0.5]);
    expect(justifyRows([1, 1], gridMetricsFor(0), true)).toEqual([]);
  });

  it('finds the row at a height', () => {
    const rows = justifyRows(
      Array.from({ length: 100 }, () => 1),
      wide,
      true,
    );
    for (const [at, row] of rows.entries()) {
      expect(rowAt(rows, row.top, wide)).toBe(at);
      expect(rowAt(rows, row.top + row.height, wide)).toBe(at);
    }
    expect([rowAt(rows, -50, wide), rowAt(rows, 1e9, wide)]).toEqual([0, rows.length]);
  });
});
