/** All durations in milliseconds. */
export interface CacheTimes {
  /**
   * How long a change blocks its tags at most. Longer than any transaction; a longer one is run again. If a process
   * dies between both deletes, its tags stay uncached until then.
   */
  readonly markMs: number;
  /** Delay from commit to second delete. Must exceed the replication lag if reads go to replicas. */
  readonly secondDeleteAfterMs: number;
  /** How long other readers wait for the one that loads an entry, before they load it themselves. */
  readonly leaseMs: number;
  /** Polling interval while another node loads an entry. */
  readonly pollMs: number;
}

export const CACHE_TIMES: CacheTimes = {
  markMs: 15_000,
  secondDeleteAfterMs: 50,
  leaseMs: 1_500,
  pollMs: 10,
};
