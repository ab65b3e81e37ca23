/**
 * All there is, read page by page and nothing of it kept: for what somebody takes along.
 * @param read a page after the last one that was read; shorter than `perPage` where it is the last
 */
export async function* paginate<T>(
  perPage: number,
  read: (last?: T) => Promise<readonly T[]>,
  shown: (one: T) => object,
): AsyncIterable<readonly object[]> {
  for (let last: T | undefined, more = true; more;) {
    const page = await read(last);
    yield page.map(shown);
    more = page.length === perPage;
    last = page.at(-1);
  }
}
