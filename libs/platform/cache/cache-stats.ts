/** Outcomes of reads by namespace. */
export interface CacheCounters {
  hits: number;
  misses: number;
  /** Loaded but not stored, because a tag changed meanwhile. */
  stale: number;
  /** Read from the database because the cache was unavailable. */
  bypassed: number;
}

/** Counters since the start of the process. */
export class CacheStats {
  readonly namespaces = new Map<string, CacheCounters>();
  /** Number of invalidated tags, and of those that couldn't be sent to the store. */
  readonly dropped = { sent: 0, failed: 0 };

  of(space: string): CacheCounters {
    const known = this.namespaces.get(space);
    if (known) return known;
    const counters = { hits: 0, misses: 0, stale: 0, bypassed: 0 };
    this.namespaces.set(space, counters);
    return counters;
  }
}
