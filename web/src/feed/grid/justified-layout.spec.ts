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

const lefts = (tiles: readonly { left: number }[]) => tiles.map(({ left }) => left);
const aRatio = fc.double({ min: 0.5, max: 2.6, noNaN: true });
const aWidth = fc.integer({ min: 280, max: 2400 });
const wide = gridMetricsFor(1360);
const aGrid = fc
  .record({ width: aWidth, leads: fc.boolean() })
  .map(({ width, leads }) => gridMetricsFor(width, { leads }));

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
      fc.property(fc.array(aRatio, { maxLength: 80 }), aGrid, (ratios, metrics) => {
        const rows = justifyRows(ratios, metrics, true);
        expect(rows.flatMap(({ from, until }) => ratios.slice(from, until))).toEqual(ratios);
        for (const [at, row] of rows.entries()) {
          for (const { left, width } of row.tiles) expect(left + width).toBeLessThanOrEqual(metrics.width);
          expect(Math.max(...row.tiles.map((tile) => tile.top + tile.height))).toBe(row.height);
          expect(row.tiles).toHaveLength(row.until - row.from);
          if (row.isLead) continue;
          expect(row.height).toBeLessThanOrEqual(Math.ceil(metrics.base * 1.5 * 1.5));
          expect(row.height).toBeGreaterThanOrEqual(metrics.base * 0.4);
          expect(row.tiles.length).toBeLessThanOrEqual(metrics.maxPerRow);
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
        aGrid,
        (now, later, metrics) => {
          const before = justifyRows(now, metrics, false);
          const after = justifyRows([...now, ...later], metrics, false);
          expect(after.slice(0, before.length)).toEqual(before);
        },
      ),
    );
  });

  it('gives the same result page by page, prepended, or as a whole', () => {
    const page = fc.tuple(fc.array(aRatio, { maxLength: 20 }), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.array(page, { maxLength: 8 }), aGrid, (pages, metrics) => {
        const layout = createIncrementalLayout();
        let ratios: number[] = [];
        for (const [more, inFront, isComplete] of pages) {
          ratios = inFront ? [...more, ...ratios] : [...ratios, ...more];
          expect(layout(ratios, metrics, isComplete)).toEqual(justifyRows(ratios, metrics, isComplete));
        }
      }),
    );
  });

  it('starts wide grids with a lead image, and has one again after 24 images or more', () => {
    const rows = justifyRows(
      Array.from({ length: 120 }, (_, n) => [1, 1.5, 0.75][n % 3] ?? 1),
      gridMetricsFor(1360, { leads: true }),
      true,
    );
    const leads = rows.filter(({ isLead }) => isLead);
    expect([leads[0]?.from, leads.length]).toEqual([0, 4]);
    for (const [at, { from }] of leads.slice(1).entries()) {
      expect(from - (leads[at]?.until ?? 0)).toBeGreaterThanOrEqual(24);
    }
    for (const { tiles, height } of leads) {
      const [lead, ...beside] = tiles;
      expect(lead).toMatchObject({ left: 0, top: 0, height });
      // Two rows beside it, both up to the right edge, the second down to the bottom.
      const rights = beside.map(({ left, width }) => left + width);
      expect(rights.filter((right) => Math.abs(right - 1360) <= 1)).toHaveLength(2);
      expect(new Set(beside.map(({ top }) => top)).size).toBe(2);
      for (const tile of beside) expect(tile.left).toBeGreaterThanOrEqual((lead?.width ?? 0) + wide.gap - 1);
      expect(Math.max(...beside.map((tile) => tile.top + tile.height))).toBe(height);
    }
    // Too few images for two rows, or a narrow page.
    for (const [count, width] of [
      [4, 1360],
      [40, 720],
    ] as const) {
      const squares = Array.from({ length: count }, () => 1);
      expect(justifyRows(squares, gridMetricsFor(width, { leads: true }), true).some(({ isLead }) => isLead)).toBe(
        false,
      );
    }
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
      expect(squares(full, width).map(({ height, tiles }) => [height, lefts(tiles)])).toEqual(
        many.slice(0, 2).map(({ height, tiles }) => [height, lefts(tiles)]),
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
    expect(
      justifyRows([0.5, 0.5], gridMetricsFor(328), true).map(({ height, tiles }) => [height, lefts(tiles)]),
    ).toEqual([[318, [0, 169]]]);
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
