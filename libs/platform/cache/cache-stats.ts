/** What became of reads, by space. */
export interface CacheCounters {
  hits: number;
  misses: number;
  /** Loaded and not kept: a subject changed meanwhile, or was being changed. */
  refused: number;
  /** Read from the database because the cache could not be asked. */
  past: number;
}

/** Counted since the process began. */
export class CacheStats {
  readonly spaces = new Map<string, CacheCounters>();
  /** Subjects dropped, and those that could not be said. */
  readonly dropped = { said: 0, unsaid: 0 };

  of(space: string): CacheCounters {
    const known = this.spaces.get(space);
    if (known) return known;
    const tally = { hits: 0, misses: 0, refused: 0, past: 0 };
    this.spaces.set(space, tally);
    return tally;
  }
}
