/** Cache invalidation around one unit of work, from before its transaction until after its commit. */
export interface Invalidation {
  /** Called before the commit. False: roll back, call `addTags`, run again. */
  isSafeToCommit(touched: ReadonlySet<string>): boolean | Promise<boolean>;
  /**
   * Invalidates all touched tags and blocks new entries until `complete`. Never throws; cache stores handle their own
   * failures.
   */
  addTags(): Promise<void>;
  /** The work is over, successful or not. */
  complete(): void;
}

/** A cache of data in the database. */
export interface CacheInvalidator {
  /** @param subjects tags known to change; `isSafeToCommit` may add more */
  change(subjects: readonly string[]): Promise<Invalidation>;
}

/** A transaction touched tags that weren't invalidated before it. It is rolled back and run again. */
export class UntaggedChangeError extends Error {}

const NOTHING_KEPT: Invalidation = {
  isSafeToCommit: () => true,
  addTags: async () => undefined,
  complete: () => undefined,
};

/** Connects the unit of work to the cache, if there is one. */
export class CacheInvalidationHook implements CacheInvalidator {
  private keeper: CacheInvalidator | undefined;

  keptBy(keeper: CacheInvalidator): void {
    this.keeper = keeper;
  }

  async change(subjects: readonly string[]): Promise<Invalidation> {
    return this.keeper ? this.keeper.change(subjects) : NOTHING_KEPT;
  }
}
