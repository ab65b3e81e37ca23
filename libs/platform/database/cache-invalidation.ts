/** What a piece of work does to copies of what it changes, from before its transaction until after its commit. */
export interface Invalidation {
  /** Asked at the end of the transaction, before the commit. False: roll back, `cover`, run again. */
  isSafeToCommit(touched: ReadonlySet<string>): boolean | Promise<boolean>;
  /** Drops all copies of what is touched, and has none made until `end`. Never fails: whoever keeps copies must cope. */
  addTags(): Promise<void>;
  /** The work is over, however it ended. */
  complete(): void;
}

/** Whoever keeps copies of what is in the database. */
export interface CacheInvalidator {
  /** @param subjects known to be touched; more may come with `mayCommit` */
  change(subjects: readonly string[]): Promise<Invalidation>;
}

/** A transaction touched something whose copies still stand: it is rolled back and run again without them. */
export class UntaggedChangeError extends Error {}

const NOTHING_KEPT: Invalidation = {
  isSafeToCommit: () => true,
  addTags: async () => undefined,
  complete: () => undefined,
};

/** The unit of work's way to the cache, where there is one. */
export class CacheInvalidationHook implements CacheInvalidator {
  private keeper: CacheInvalidator | undefined;

  keptBy(keeper: CacheInvalidator): void {
    this.keeper = keeper;
  }

  async change(subjects: readonly string[]): Promise<Invalidation> {
    return this.keeper ? this.keeper.change(subjects) : NOTHING_KEPT;
  }
}
