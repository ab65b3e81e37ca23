/** Every seq from `from` to `to`, both included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Adds a range to sorted disjoint ranges and merges adjacent ones. */
export function withRange(ranges: readonly SeqRange[], added: SeqRange): SeqRange[] {
  if (added.from > added.to) return [...ranges];
  const touching = ranges.filter(({ from, to }) => from <= added.to + 1 && to >= added.from - 1);
  const one = {
    from: Math.min(added.from, ...touching.map(({ from }) => from)),
    to: Math.max(added.to, ...touching.map(({ to }) => to)),
  };
  const before = ranges.filter(({ to }) => to < added.from - 1);
  const after = ranges.filter(({ from }) => from > added.to + 1);
  return [...before, one, ...after];
}

/** Removes a range from sorted disjoint ranges. */
export function withoutRange(ranges: readonly SeqRange[], removed: SeqRange): SeqRange[] {
  if (removed.from > removed.to) return [...ranges];
  return ranges.flatMap(({ from, to }) => {
    const left = { from, to: Math.min(to, removed.from - 1) };
    const right = { from: Math.max(from, removed.to + 1), to };
    if (to < removed.from || from > removed.to) return [{ from, to }];
    return [left, right].filter((part) => part.from <= part.to);
  });
}
