import { Rejection } from './rejection.js';

const CURSOR = /^(-?\d{1,17}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)_([0-9a-f-]{36})$/;

/** Where a page of something goes on: after this value of its order, and of equals after this id. */
export interface Cursor {
  readonly value: number;
  readonly id: string;
}

/** @throws Rejection INVALID for one that none of our pages gave */
export const readCursor = (cursor: string | undefined): Cursor | null => {
  if (cursor === undefined) return null;
  const [, value, id] = CURSOR.exec(cursor) ?? [];
  if (!value || !id || !Number.isFinite(Number(value))) {
    throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  }
  return { value: Number(value), id };
};

/** What a page shows, and where the next one goes on. @param found one more than the page has room for, where there is more */
export const pageOf = <T>(
  found: readonly T[],
  limit: number,
  placeOf: (one: T) => Cursor,
): { readonly page: readonly T[]; readonly nextCursor: string | null } => {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || found.length <= limit) return { page, nextCursor: null };
  const { value, id } = placeOf(last);
  return { page, nextCursor: `${value}_${id}` };
};
