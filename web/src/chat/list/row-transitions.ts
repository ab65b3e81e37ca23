export interface Keyed {
  readonly key: string;
}

/**
 * The intermediate lists for a virtual list, so that the reader's position stays: such a list stores heights by index,
 * counted from the start, or, with `shift`, from the end. So changes before the row at `anchor` are applied first and
 * with `shift`, the rest after it. Without an anchor (-1), before the user has scrolled, all changes are applied at once.
 * Null: the anchor row is missing, so the position cannot be kept.
 */
export function rowTransitions<R extends Keyed>(
  rows: readonly R[],
  next: readonly R[],
  anchor: number,
): { readonly rows: R[]; readonly shift: boolean }[] | null {
  if (anchor < 0 && rows.length > 0) return [{ rows: [...next], shift: false }];
  const key = rows[anchor]?.key;
  const to = next.findIndex((row) => row.key === key);
  if (key === undefined || to < 0) return null;
  const before = { rows: [...next.slice(0, to), ...rows.slice(anchor)], shift: true };
  const after = { rows: [...next], shift: false };
  const isSame = to === anchor;
  return isSame ? [after] : [before, after];
}
