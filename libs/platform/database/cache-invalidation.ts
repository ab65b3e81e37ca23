/** Cache invalidation around one unit of work, from before its transaction until after its commit. */
export interface Invalidation {
  /** Called before the commit. False: roll back, call `addTags`, run again. */
  isSafeToCommit(touched: ReadonlySet<string>): boolean | Promise<boolean>;
  /**
   * Invalidates all touched tags and blocks new entries until `complete`. Never throws; cache stores handle their own
   * failures.
   */
  markTags(): Promise<void>;
  /** The work is over, successful or not. */
  complete(): void;
}

/** A cache of data in the database. */
export interface CacheInvalidator {
  /** @param tags tags known to change; `isSafeToCommit` may add more */
  beginInvalidation(tags: readonly string[]): Promise<Invalidation>;
}

/** A transaction touched tags that weren't invalidated before it. It is rolled back and run again. */
export class UntaggedChangeError extends Error {}

const NO_INVALIDATION: Invalidation = {
  isSafeToCommit: () => true,
  markTags: async () => undefined,
  complete: () => undefined,
};

/** Connects the unit of work to the cache, if there is one. */
export class CacheInvalidationHook implements CacheInvalidator {
  private cache: CacheInvalidator | undefined;

  connect(cache: CacheInvalidator): void {
    this.cache = cache;
  }

  async beginInvalidation(tags: readonly string[]): Promise<Invalidation> {
    return this.cache ? this.cache.beginInvalidation(tags) : NO_INVALIDATION;
  }
}
