import { Rejection } from './rejection.js';

const CURSOR = /^(-?\d{1,17}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)_([0-9a-f-]{36})$/;

/** Where a page starts: after this sort value, and for equal values after this id. */
export interface Cursor {
  readonly value: number;
  readonly id: string;
}

/** @throws Rejection INVALID for a malformed cursor */
export const readCursor = (cursor: string | undefined): Cursor | null => {
  if (cursor === undefined) return null;
  const [, value, id] = CURSOR.exec(cursor) ?? [];
  if (!value || !id || !Number.isFinite(Number(value))) {
    throw new Rejection('INVALID', { field: 'cursor', reason: 'invalid cursor' });
  }
  return { value: Number(value), id };
};

/**
 * Splits rows into a page and the cursor of the next one.
 * @param rows up to `limit` + 1 rows; the extra row shows that there is a next page
 */
export const pageOf = <T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => Cursor,
): { readonly page: readonly T[]; readonly nextCursor: string | null } => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || rows.length <= limit) return { page, nextCursor: null };
  const { value, id } = cursorOf(last);
  return { page, nextCursor: `${value}_${id}` };
};
