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
  /** Whether a large image with two rows beside it starts the grid, and comes again now and then. */
  readonly hasLeads: boolean;
}

/** An image, relative to its row. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Images side by side, or a lead image and two rows beside it. */
export interface Row {
  /** From <= index < until, of the given list. */
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Down to the bottom of the lowest image; its text is below. */
  readonly height: number;
  readonly isLead: boolean;
  readonly tiles: readonly Tile[];
}

/** Beyond these aspect ratios an image is cropped in the grid; its own page shows all of it. */
const [NARROWEST, WIDEST] = [0.5, 2.6];
/** The maximum stretch of a row; beyond it one more image joins, and all are lower than the base height. */
const STRETCH = 1.5;
/** The maximum stretch of a row that already has the maximum number of images. */
const HIGHEST = 2.25;
/** Images from one lead image to the next. */
const IMAGES_BETWEEN_LEADS = 24;
/** Images in each of the two rows beside a lead, and their heights as shares of the base height. */
const [MIN_BESIDE_LEAD, MAX_BESIDE_LEAD] = [2, 4];
const [LOWEST_BESIDE_LEAD, HIGHEST_BESIDE_LEAD] = [0.62, 1.1];
const IMAGES_WITH_LEAD = 1 + 2 * MAX_BESIDE_LEAD;

export const ratioOf = ({ width, height }: { width: number; height: number }): number =>
  Math.min(WIDEST, Math.max(NARROWEST, width / height));

/**
 * Rows of equal height that fill the width: `flex: ratio ratio calc(ratio × base)`; a row that is too high gets one more.
 * An incomplete row is held back, so that no row changes once shown. `isComplete` means that the list is complete: then
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
  while (true) {
    const from = rows.at(-1)?.until ?? 0;
    const row = nextRow(ratios, { from, top: gridHeight(rows, gridMetrics) }, gridMetrics, isComplete, rows);
    if (!row) return rows;
    rows.push(row);
  }
}

/** The row that starts at an image, or null while it is incomplete. */
function nextRow(
  ratios: readonly number[],
  start: Pick<Row, 'from' | 'top'>,
  gridMetrics: GridMetrics,
  isComplete: boolean,
  above: readonly Row[],
): Row | null {
  if (isLeadDue(start.from, gridMetrics, above)) {
    const known = ratios.slice(start.from, start.from + IMAGES_WITH_LEAD);
    // The choice depends on all of them.
    if (known.length < IMAGES_WITH_LEAD && !isComplete) return null;
    const row = leadRow(known, start, gridMetrics);
    if (row) return row;
  }
  return plainRow(ratios, start, gridMetrics, isComplete ? (above.at(-1) ?? null) : 'held back');
}

function plainRow(
  ratios: readonly number[],
  { from, top }: Pick<Row, 'from' | 'top'>,
  gridMetrics: GridMetrics,
  last: Row | null | 'held back',
): Row | null {
  const { base, gap, width, maxPerRow } = gridMetrics;
  const row = (until: number, height: number) => rowOf(ratios, { from, until, top, height }, gridMetrics);
  let sum = 0;
  for (let index = from; index < ratios.length; index++) {
    const [ratio, count] = [ratios[index] ?? 1, index - from];
    if (count > 0 && (sum + ratio) * base + gap * count > width) {
      const height = heightOf(sum, count, gridMetrics);
      return height > base * STRETCH
        ? row(index + 1, heightOf(sum + ratio, count + 1, gridMetrics))
        : row(index, height);
    }
    sum += ratio;
    if (count + 1 === maxPerRow || sum * base >= width) {
      return row(index + 1, Math.min(heightOf(sum, count + 1, gridMetrics), base * HIGHEST));
    }
  }
  const remaining = ratios.length - from;
  if (last === 'held back' || remaining === 0) return null;
  const filled = heightOf(sum, remaining, gridMetrics);
  const above = last && !last.isLead ? last.height : base;
  return row(ratios.length, filled <= base * STRETCH ? filled : Math.min(filled, above));
}

const isLeadDue = (from: number, { hasLeads }: GridMetrics, above: readonly Row[]): boolean => {
  const before = above.findLast(({ isLead }) => isLead)?.until ?? -IMAGES_BETWEEN_LEADS;
  return hasLeads && from - before >= IMAGES_BETWEEN_LEADS;
};

/**
 * A lead image on the left and two rows beside it, all justified. With the lead's height H, its ratio r, the width W,
 * the gap g, and for both rows the sum s of their ratios and the gaps k - 1 between k images, the rows' heights
 * (W - H r - g k) / s and the text between them add up to H, which is linear in H.
 * @param ratios of the lead and as many images as may follow
 * @returns the division of the images whose rows are nearest to the usual height, null if none is good
 */
function leadRow(ratios: readonly number[], start: Pick<Row, 'from' | 'top'>, metrics: GridMetrics): Row | null {
  const [lead = 1, ...others] = ratios;
  let best: { row: Row; distance: number } | null = null;
  for (let first = MIN_BESIDE_LEAD; first <= MAX_BESIDE_LEAD; first++) {
    for (let second = MIN_BESIDE_LEAD; second <= MAX_BESIDE_LEAD && first + second <= others.length; second++) {
      const rows = [others.slice(0, first), others.slice(first, first + second)];
      const shares = rows.map((row) => 1 / row.reduce((sum, ratio) => sum + ratio, 0));
      const perWidth = (shares[0] ?? 0) + (shares[1] ?? 0);
      const gaps = metrics.gap * (first * (shares[0] ?? 0) + second * (shares[1] ?? 0));
      const height = (metrics.under + metrics.width * perWidth - gaps) / (1 + lead * perWidth);
      const heights = rows.map(
        (row, n) => (metrics.width - height * lead - metrics.gap * row.length) * (shares[n] ?? 0),
      );
      const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
      if (lowest < metrics.base * LOWEST_BESIDE_LEAD || highest > metrics.base * HIGHEST_BESIDE_LEAD) continue;
      const distance = Math.max(metrics.base / lowest, highest / metrics.base);
      if (best && distance >= best.distance) continue;
      best = { row: leadRowOf({ lead, height, rows, heights }, start, metrics), distance };
    }
  }
  return best?.row ?? null;
}

interface LeadSpan {
  readonly lead: number;
  readonly height: number;
  readonly rows: readonly (readonly number[])[];
  readonly heights: readonly number[];
}

function leadRowOf(
  { lead, height, rows, heights }: LeadSpan,
  start: Pick<Row, 'from' | 'top'>,
  metrics: GridMetrics,
): Row {
  const whole = Math.round(height);
  const large: Tile = { left: 0, top: 0, width: Math.round(lead * height), height: whole };
  const beside = lead * height + metrics.gap;
  const firstHeight = Math.round(heights[0] ?? 0);
  const secondTop = firstHeight + metrics.under;
  const tiles = [
    large,
    ...tilesOf(rows[0] ?? [], { left: beside, top: 0, height: firstHeight, exact: heights[0] ?? 0 }, metrics),
    // Down to the same pixel as the lead.
    ...tilesOf(
      rows[1] ?? [],
      { left: beside, top: secondTop, height: whole - secondTop, exact: heights[1] ?? 0 },
      metrics,
    ),
  ];
  return { ...start, until: start.from + tiles.length, height: whole, isLead: true, tiles };
}

/** Lays out a growing grid in the time of its new images: earlier rows that are still valid are reused. */
export function createIncrementalLayout(): typeof justifyRows {
  let last: { metrics: GridMetrics; ratios: readonly number[]; rows: readonly Row[] } | null = null;
  return (ratios, metrics, isComplete) => {
    // The last row may have ended with the list, and others may start with a lead once more images follow them.
    const isFinal = ({ from }: Row) => from + IMAGES_WITH_LEAD <= (last?.ratios.length ?? 0);
    const lastRows = last?.rows.slice(0, -1).filter(isFinal) ?? [];
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

function rowOf(ratios: readonly number[], { from, until, top, height }: Span, metrics: GridMetrics): Row {
  const rounded = Math.round(height);
  const tiles = tilesOf(ratios.slice(from, until), { left: 0, top: 0, height: rounded, exact: height }, metrics);
  return { from, until, top, height: rounded, isLead: false, tiles };
}

/** Edges are rounded, not widths, so that a full row ends at the edge of the grid. */
function tilesOf(
  ratios: readonly number[],
  { left, top, height, exact }: Omit<Tile, 'width'> & { readonly exact: number },
  { gap }: GridMetrics,
): Tile[] {
  let at = left;
  return ratios.map((ratio) => {
    const end = at + ratio * exact;
    const tile = { left: Math.round(at), top, width: Math.round(end) - Math.round(at), height };
    at = end + gap;
    return tile;
  });
}

/** The height of the grid. */
export const gridHeight = (rows: readonly Row[], { under }: GridMetrics): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height + under : 0;
};

interface GridOptions {
  /** Height below each image besides title and byline. */
  readonly more?: number;
  /** Lead images, where the page is wide enough. */
  readonly leads?: boolean;
}

/** The grid for a page of this width: four or five images per row, three, and two on phones. */
export function gridMetricsFor(width: number, { more = 0, leads = false }: GridOptions = {}): GridMetrics {
  if (width >= 900) return { width, base: 252, gap: 18, under: 82 + more, maxPerRow: 8, hasLeads: leads };
  if (width >= 560) return { width, base: 200, gap: 16, under: 80 + more, maxPerRow: 5, hasLeads: false };
  const base = Math.max(120, Math.round(width * 0.45));
  return { width, base, gap: 10, under: 72 + more, maxPerRow: 2, hasLeads: false };
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
