/**
 * Reads all rows page by page and keeps none of them, for exports.
 * @param read reads the page after `last`; a page shorter than `perPage` is the last one
 */
export async function* paginate<T, U extends object>(
  perPage: number,
  read: (last?: T) => Promise<readonly T[]>,
  present: (row: T) => U,
): AsyncIterable<readonly U[]> {
  for (let last: T | undefined, hasMore = true; hasMore;) {
    const page = await read(last);
    yield page.map(present);
    hasMore = page.length === perPage;
    last = page.at(-1);
  }
}
