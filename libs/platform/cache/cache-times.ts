/** How long what lasts, in milliseconds. */
export interface CacheTimes {
  /**
   * A change keeps its subjects out of the cache at most so long. Longer than any transaction: one that takes longer is run
   * again. Whoever dies between the two deletes leaves them uncached until then.
   */
  readonly markMs: number;
  /** From the commit to the second delete. Longer than a read takes to see a commit where reads go to replicas. */
  readonly secondDeleteAfterMs: number;
  /** Others wait so long for whoever loads a view, then load it themselves. */
  readonly leaseMs: number;
  /** How often somebody who waits for another node looks. */
  readonly lookAgainMs: number;
}

export const CACHE_TIMES: CacheTimes = {
  markMs: 15_000,
  secondDeleteAfterMs: 50,
  leaseMs: 1_500,
  lookAgainMs: 10,
};
