const MIB = 1024 ** 2;
/** The most that a buffering proxy loses when a slow connection breaks. */
export const FIRST_CHUNK_BYTES = 8 * MIB;
/** Most proxies accept bodies of this size. */
const AT_MOST_BYTES = 64 * MIB;
/** Each chunk costs database queries, so fast connections use larger ones. */
const LASTS_MS = 4_000;

/** @returns the size of the next chunk: at most twice the previous one */
export const nextChunkBytes = (bytes: number, elapsedMs: number): number => {
  const fits = (bytes / Math.max(elapsedMs, 1)) * LASTS_MS;
  return Math.round(Math.min(Math.max(FIRST_CHUNK_BYTES, Math.min(fits, bytes * 2)), AT_MOST_BYTES));
};
