/** The layout of a justified grid, in CSS pixels. */
export interface GridMetrics {
  readonly width: number;
  /** The minimum height of a full row; stretched rows are higher. */
  readonly base: number;
  /** The gap between images of a row. */
  readonly gap: number;
  /** Below the images of each row: text and the gap to the next row. */
  readonly under: number;
  /** The maximum number of images per row. */
  readonly maxPerRow: number;
}

export interface Row {
  /** From <= index < until, of the given list. */
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Height of the images; the text is below. */
  readonly height: number;
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
}

/** Beyond these aspect ratios an image is cropped in the grid; its own page shows all of it. */
const [NARROWEST, WIDEST] = [0.5, 2.6];
/** The maximum stretch of a row; beyond it one more image joins, and all are lower than the base height. */
const STRETCH = 1.5;
/** The maximum stretch of a row that already has the maximum number of images. */
const HIGHEST = 2.25;

export const ratioOf = ({ width, height }: { width: number; height: number }): number =>
  Math.min(WIDEST, Math.max(NARROWEST, width / height));

/**
 * Rows of equal height that fill the width: `flex: ratio ratio calc(ratio × base)`; a row that is too high gets one more.
 * An incomplete row is held back, so that no row changes once shown. `isWhole` means that the list is complete: then
 * the last row also fills the width if the stretch is within the limit, and otherwise has the height of the row
 * above. O(n).
 * @param ratios width divided by height of each image
 * @param before existing rows for the first images; only the images after them are laid out
 */
export function justifyRows(
  ratios: readonly number[],
  gridMetrics: GridMetrics,
  isComplete: boolean,
  before: readonly Row[] = [],
): Row[] {
  const rows: Row[] = [...before];
  if (gridMetrics.width <= 0) return rows;
  let [from, sum, top] = [before.at(-1)?.until ?? 0, 0, gridHeight(before, gridMetrics)];
  const close = (until: number, height: number): void => {
    rows.push(rowOf(ratios, { from, until, top, height }, gridMetrics));
    [from, sum, top] = [until, 0, top + Math.round(height) + gridMetrics.under];
  };
  const start = from;
  ratios.slice(start).forEach((ratio, n) => {
    const index = start + n;
    const count = index - from;
    const fits = (sum + ratio) * gridMetrics.base + gridMetrics.gap * count <= gridMetrics.width;
    if (!fits && count > 0) {
      const height = heightOf(sum, count, gridMetrics);
      if (height > gridMetrics.base * STRETCH) return close(index + 1, heightOf(sum + ratio, count + 1, gridMetrics));
      close(index, height);
    }
    sum += ratio;
    const all = 1 + index - from;
    const height = heightOf(sum, all, gridMetrics);
    if (all === gridMetrics.maxPerRow || sum * gridMetrics.base >= gridMetrics.width) {
      close(index + 1, Math.min(height, gridMetrics.base * HIGHEST));
    }
  });
  const remaining = ratios.length - from;
  if (isComplete && remaining > 0) {
    const filled = heightOf(sum, remaining, gridMetrics);
    const above = rows.at(-1)?.height ?? gridMetrics.base;
    close(ratios.length, filled <= gridMetrics.base * STRETCH ? filled : Math.min(filled, above));
  }
  return rows;
}

/** Lays out a growing grid in the time of its new images: earlier rows that are still valid are reused. */
export function createIncrementalLayout(): typeof justifyRows {
  let last: { metrics: GridMetrics; ratios: readonly number[]; rows: readonly Row[] } | null = null;
  return (ratios, metrics, isComplete) => {
    // The last row may have ended with the list.
    const lastRows = last?.rows.slice(0, -1) ?? [];
    const until = lastRows.at(-1)?.until ?? 0;
    const isReusable =
      last?.metrics === metrics && last.ratios.slice(0, until).every((ratio, at) => ratio === ratios[at]);
    const rows = justifyRows(ratios, metrics, isComplete, isReusable ? lastRows : []);
    last = { metrics, ratios, rows };
    return rows;
  };
}

const heightOf = (sum: number, count: number, { width, gap }: GridMetrics): number => (width - gap * (count - 1)) / sum;

type Span = Pick<Row, 'from' | 'until' | 'top' | 'height'>;

/** Edges are rounded, not widths, so that a full row ends at the edge of the grid. */
function rowOf(ratios: readonly number[], { from, until, top, height }: Span, { gap }: GridMetrics): Row {
  const [lefts, widths] = [[] as number[], [] as number[]];
  let at = 0;
  for (let index = from; index < until; index++) {
    const end = at + (ratios[index] ?? 1) * height;
    lefts.push(Math.round(at));
    widths.push(Math.round(end) - Math.round(at));
    at = end + gap;
  }
  return { from, until, top, height: Math.round(height), lefts, widths };
}

/** The height of the grid. */
export const gridHeight = (rows: readonly Row[], { under }: GridMetrics): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height + under : 0;
};

/**
 * The grid for a page of this width: four or five images per row, three, and two on phones.
 * @param more height below each image besides title and byline
 */
export function gridMetricsFor(width: number, more = 0): GridMetrics {
  if (width >= 900) return { width, base: 252, gap: 18, under: 82 + more, maxPerRow: 8 };
  if (width >= 560) return { width, base: 200, gap: 16, under: 80 + more, maxPerRow: 5 };
  return { width, base: Math.max(120, Math.round(width * 0.45)), gap: 10, under: 72 + more, maxPerRow: 2 };
}

/** The first row that extends below `y`; `rows.length` if none does. */
export function rowAt(rows: readonly Row[], y: number, { under }: GridMetrics): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.top + row.height + under <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}
