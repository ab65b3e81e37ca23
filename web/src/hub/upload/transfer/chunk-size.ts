const MIB = 1024 ** 2;
/** What a proxy that gathers a piece before it passes it on loses with the line, when lines are slow. */
export const FIRST_CHUNK_BYTES = 8 * MIB;
/** Proxies of many kinds let bodies of this size through. */
const AT_MOST_BYTES = 64 * MIB;
/** Each piece costs questions to the database, which so long a time makes small. */
const LASTS_MS = 4_000;

/** @returns the size of the next piece, after one of `bytes` that took so long: no more than twice as large */
export const nextChunkBytes = (bytes: number, elapsedMs: number): number => {
  const fits = (bytes / Math.max(elapsedMs, 1)) * LASTS_MS;
  return Math.round(Math.min(Math.max(FIRST_CHUNK_BYTES, Math.min(fits, bytes * 2)), AT_MOST_BYTES));
};
