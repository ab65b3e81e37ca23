/** Something in memory, as told to whoever looks after the machine. Bytes as measured when it was loaded. */
export interface PoolReportEntry<A> {
  /** What it is, in the words of whoever asked for it. */
  readonly about: A;
  readonly bytes: number;
  readonly leases: number;
  readonly loadMs: number;
  /** Milliseconds since 1970. */
  readonly lastUsedAt: number;
}

/** The most recently used first. Counters count from the start. */
export interface PoolReport<A> {
  readonly entries: readonly PoolReportEntry<A>[];
  readonly budgetBytes: number;
  readonly rssBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  /** Loads that found no memory at the first attempt. */
  readonly outOfMemory: number;
  readonly loadSeconds: number;
}

/** What it takes to use something now. */
export interface PoolForecast<A> {
  readonly inMemory: boolean;
  /** As measured the last time; undefined while it was never loaded here. */
  readonly loadMs: number | undefined;
  readonly evicts: readonly A[];
}
