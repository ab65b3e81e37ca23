/** An entry of the pool in a report. Bytes as measured at load. */
export interface PoolReportEntry<A> {
  /** The caller's description of it. */
  readonly about: A;
  readonly bytes: number;
  readonly leases: number;
  readonly loadMs: number;
  /** Milliseconds since 1970. */
  readonly lastUsedAt: number;
}

/** Entries are ordered by most recent use. Counters start at process start. */
export interface PoolReport<A> {
  readonly entries: readonly PoolReportEntry<A>[];
  readonly budgetBytes: number;
  /** For what leases compute besides, within the budget. */
  readonly reservedBytes: number;
  readonly rssBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  /** Loads whose first attempt ran out of memory. */
  readonly outOfMemory: number;
  readonly loadSeconds: number;
}

/** What using a value now would cost. */
export interface PoolForecast<A> {
  readonly inMemory: boolean;
  /** Measured at its last load; undefined if it was never loaded here. */
  readonly loadMs: number | undefined;
  readonly evicts: readonly A[];
}
