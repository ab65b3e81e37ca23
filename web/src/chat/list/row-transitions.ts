export interface Keyed {
  readonly key: string;
}

/**
 * The lists a virtual list has to be given, one after the other, so that what the reader looks at stays where it is:
 * such a list remembers heights by index, counted from the start, or, with `shift`, from the end. So what changes before
 * the line at `anchor` is changed first and with `shift`, the rest after it. With no line to hold, as long as nobody has
 * scrolled (-1), all changes at once. Null: that line is gone, nothing can stay.
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
