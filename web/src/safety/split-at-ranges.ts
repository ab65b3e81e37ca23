/** A piece of a text; `hit` is the index of its blocked term. */
export interface RangePart {
  readonly text: string;
  readonly hit?: number;
}

/** Splits text at marked ranges. @param hits may overlap; the one that starts first wins */
export function splitAtRanges(
  text: string,
  hits: readonly { readonly start: number; readonly end: number }[],
): RangePart[] {
  const parts: RangePart[] = [];
  let at = 0;
  const sorted = hits.map((hit, n) => ({ ...hit, n })).sort((a, b) => a.start - b.start);
  for (const { start, end, n } of sorted) {
    const from = Math.max(start, at);
    if (end <= from) continue;
    if (from > at) parts.push({ text: text.slice(at, from) });
    parts.push({ text: text.slice(from, end), hit: n });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
