/** How a wall of pictures is laid out, in CSS pixels. */
export interface Wall {
  readonly width: number;
  /** Least height of a row that is full; rows that are stretched to the width are higher. */
  readonly base: number;
  /** Between the pictures of a row. */
  readonly gap: number;
  /** Beneath the pictures of each row: words, and the space to the next. */
  readonly under: number;
  /** At most so many a row. */
  readonly most: number;
}

export interface Row {
  /** From <= index < until, of the list that was given. */
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Of the pictures; the words stand beneath. */
  readonly height: number;
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
}

/** Beyond these a picture is cropped in the wall, whole on its own page. */
const [NARROWEST, WIDEST] = [0.5, 2.6];
/** A row may be stretched this far; beyond it one picture more joins, and all are lower than the base. */
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
 * @param ratios width by height of each picture
 * @param before rows of the same wall for the first of these pictures; only what follows them is laid out
 */
export function justify(ratios: readonly number[], wall: Wall, isWhole: boolean, before: readonly Row[] = []): Row[] {
  const rows: Row[] = [...before];
  if (wall.width <= 0) return rows;
  let [from, sum, top] = [before.at(-1)?.until ?? 0, 0, wallHeight(before, wall)];
  const close = (until: number, height: number): void => {
    rows.push(rowOf(ratios, { from, until, top, height }, wall));
    [from, sum, top] = [until, 0, top + Math.round(height) + wall.under];
  };
  const start = from;
  ratios.slice(start).forEach((ratio, n) => {
    const index = start + n;
    const count = index - from;
    const fits = (sum + ratio) * wall.base + wall.gap * count <= wall.width;
    if (!fits && count > 0) {
      const height = heightOf(sum, count, wall);
      if (height > wall.base * STRETCH) return close(index + 1, heightOf(sum + ratio, count + 1, wall));
      close(index, height);
    }
    sum += ratio;
    const all = 1 + index - from;
    const height = heightOf(sum, all, wall);
    if (all === wall.most || sum * wall.base >= wall.width) close(index + 1, Math.min(height, wall.base * HIGHEST));
  });
  const left = ratios.length - from;
  if (isWhole && left > 0) {
    const filled = heightOf(sum, left, wall);
    const above = rows.at(-1)?.height ?? wall.base;
    close(ratios.length, filled <= wall.base * STRETCH ? filled : Math.min(filled, above));
  }
  return rows;
}

/** Lays out a wall as it grows, in the time its new pictures take: of what was laid out before, all that still holds stays. */
export function makeLayout(): typeof justify {
  let last: { wall: Wall; ratios: readonly number[]; rows: readonly Row[] } | null = null;
  return (ratios, wall, isWhole) => {
    // The last row may have ended with the list.
    const kept = last?.rows.slice(0, -1) ?? [];
    const until = kept.at(-1)?.until ?? 0;
    const holds = last?.wall === wall && last.ratios.slice(0, until).every((ratio, at) => ratio === ratios[at]);
    const rows = justify(ratios, wall, isWhole, holds ? kept : []);
    last = { wall, ratios, rows };
    return rows;
  };
}

const heightOf = (sum: number, count: number, { width, gap }: Wall): number => (width - gap * (count - 1)) / sum;

type Span = Pick<Row, 'from' | 'until' | 'top' | 'height'>;

/** Edges are rounded, not widths: a full row ends where the wall does. */
function rowOf(ratios: readonly number[], { from, until, top, height }: Span, { gap }: Wall): Row {
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
export const wallHeight = (rows: readonly Row[], { under }: Wall): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height + under : 0;
};

/**
 * The wall for a page of this width: four or five pictures a row, three, and two on phones.
 * @param more beneath each picture than its title and who made it
 */
export function wallFor(width: number, more = 0): Wall {
  if (width >= 900) return { width, base: 252, gap: 18, under: 82 + more, most: 8 };
  if (width >= 560) return { width, base: 200, gap: 16, under: 80 + more, most: 5 };
  return { width, base: Math.max(120, Math.round(width * 0.45)), gap: 10, under: 72 + more, most: 2 };
}

/** First row that reaches below `y`; `rows.length` where none does. */
export function rowAt(rows: readonly Row[], y: number, { under }: Wall): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.top + row.height + under <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}
