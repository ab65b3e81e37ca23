/** What a piece of work does to copies of what it changes, from before its transaction until after its commit. */
export interface Change {
  /** Asked at the end of the transaction, before the commit. False: roll back, `cover`, run again. */
  mayCommit(touched: ReadonlySet<string>): boolean | Promise<boolean>;
  /** Drops all copies of what is touched, and has none made until `end`. Never fails: whoever keeps copies must cope. */
  cover(): Promise<void>;
  /** The work is over, however it ended. */
  end(): void;
}

/** Whoever keeps copies of what is in the database. */
export interface CopyKeeper {
  /** @param subjects known to be touched; more may come with `mayCommit` */
  change(subjects: readonly string[]): Promise<Change>;
}

/** A transaction touched something whose copies still stand: it is rolled back and run again without them. */
export class Uncovered extends Error {}

const NOTHING_KEPT: Change = { mayCommit: () => true, cover: async () => undefined, end: () => undefined };

/** The unit of work's way to the cache, where there is one. */
export class Copies implements CopyKeeper {
  private keeper: CopyKeeper | undefined;

  keptBy(keeper: CopyKeeper): void {
    this.keeper = keeper;
  }

  async change(subjects: readonly string[]): Promise<Change> {
    return this.keeper ? this.keeper.change(subjects) : NOTHING_KEPT;
  }
}
