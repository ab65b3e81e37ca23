/** How a wall of images is laid out, in CSS pixels. */
export interface GridMetrics {
  readonly width: number;
  /** Least height of a row that is full; rows that are stretched to the width are higher. */
  readonly base: number;
  /** Between the images of a row. */
  readonly gap: number;
  /** Below the images of each row: text and the gap to the next row. */
  readonly under: number;
  /** At most so many a row. */
  readonly most: number;
}

export interface Row {
  /** From <= index < until, of the list that was given. */
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Height of the images; the text is below. */
  readonly height: number;
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
}

/** Beyond these an image is cropped in the wall, whole on its own page. */
const [NARROWEST, WIDEST] = [0.5, 2.6];
/** A row may be stretched this far; beyond it one image more joins, and all are lower than the base. */
const STRETCH = 1.5;
/** Where it already has all it may have, this far. */
const HIGHEST = 2.25;

export const ratioOf = ({ width, height }: { width: number; height: number }): number =>
  Math.min(WIDEST, Math.max(NARROWEST, width / height));

/**
 * Rows of one height each that fill the width: `flex: ratio ratio calc(ratio × base)`, and a row too high takes one more.
 * What does not fill a row waits for what follows it, so that no row changes once it is there; `isWhole` says that nothing
 * follows: then the last row fills the width as well if it need not be stretched too far, and else is as high as the one
 * above it. O(n).
 * @param ratios width by height of each image
 * @param before rows of the same wall for the first of these images; only what follows them is laid out
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
    if (all === gridMetrics.most || sum * gridMetrics.base >= gridMetrics.width) {
      close(index + 1, Math.min(height, gridMetrics.base * HIGHEST));
    }
  });
  const left = ratios.length - from;
  if (isComplete && left > 0) {
    const filled = heightOf(sum, left, gridMetrics);
    const above = rows.at(-1)?.height ?? gridMetrics.base;
    close(ratios.length, filled <= gridMetrics.base * STRETCH ? filled : Math.min(filled, above));
  }
  return rows;
}

/** Lays out a wall as it grows, in the time its new images take: of what was laid out before, all that still holds stays. */
export function createIncrementalLayout(): typeof justifyRows {
  let last: { metrics: GridMetrics; ratios: readonly number[]; rows: readonly Row[] } | null = null;
  return (ratios, metrics, isComplete) => {
    // The last row may have ended with the list.
    const stored = last?.rows.slice(0, -1) ?? [];
    const until = stored.at(-1)?.until ?? 0;
    const holds = last?.metrics === metrics && last.ratios.slice(0, until).every((ratio, at) => ratio === ratios[at]);
    const rows = justifyRows(ratios, metrics, isComplete, holds ? stored : []);
    last = { metrics, ratios, rows };
    return rows;
  };
}

const heightOf = (sum: number, count: number, { width, gap }: GridMetrics): number => (width - gap * (count - 1)) / sum;

type Span = Pick<Row, 'from' | 'until' | 'top' | 'height'>;

/** Edges are rounded, not widths: a full row ends where the wall does. */
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

/** Where the wall ends. */
export const gridHeight = (rows: readonly Row[], { under }: GridMetrics): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height + under : 0;
};

/**
 * The wall for a page of this width: four or five images a row, three, and two on phones.
 * @param more beneath each image than its title and who made it
 */
export function gridMetricsFor(width: number, more = 0): GridMetrics {
  if (width >= 900) return { width, base: 252, gap: 18, under: 82 + more, most: 8 };
  if (width >= 560) return { width, base: 200, gap: 16, under: 80 + more, most: 5 };
  return { width, base: Math.max(120, Math.round(width * 0.45)), gap: 10, under: 72 + more, most: 2 };
}

/** First row that reaches below `y`; `rows.length` where none does. */
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
