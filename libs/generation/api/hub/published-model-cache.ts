import type { PublishedVersion, PublishedVersions } from '@visionary/hub';

type Kind = Parameters<PublishedVersions['versionStamps']>[0];

interface Kept<T> {
  readonly stamp: string;
  readonly item: T;
}

/** All offers of one kind as this slice has them, until `drop`. Only what is new or another is read and made anew. */
export class PublishedModelCache<T> {
  private kept = new Map<string, Kept<T>>();
  private reading: Promise<readonly T[]> | undefined;
  /** `reading`, once it has ended. */
  private read: Promise<readonly T[]> | undefined;
  private dropped = 0;

  /**
   * @param make of all that are new or another, in one go
   * @param isInTransaction whether the caller is in one: SQLite has one connection, so a read that began outside may
   *   wait for it to end
   */
  constructor(
    private readonly publishedVersions: PublishedVersions,
    private readonly kind: Kind,
    private readonly make: (offers: readonly PublishedVersion[]) => Promise<readonly T[]>,
    private readonly isInTransaction: () => boolean,
  ) {}

  /** Whoever asks from now on sees what is written down by now. */
  drop(): void {
    this.reading = undefined;
    this.read = undefined;
    this.dropped += 1;
  }

  list(): Promise<readonly T[]> {
    if (this.isInTransaction()) return this.read ?? this.readAll(false);
    if (this.reading) return this.reading;
    const reading = this.readAll(true);
    this.reading = reading;
    this.read = undefined;
    void reading.then(
      () => {
        if (this.reading === reading) this.read = reading;
      },
      () => {
        if (this.reading === reading) this.reading = undefined;
      },
    );
    return reading;
  }

  /** @param isKept false for what a transaction reads, which may be rolled back */
  private async readAll(isKept: boolean): Promise<readonly T[]> {
    const begun = this.dropped;
    const stamps = await this.publishedVersions.versionStamps(this.kind);
    const wanted = new Set([...stamps.keys()].filter((id) => this.kept.get(id)?.stamp !== stamps.get(id)));
    const found = await this.publishedVersions.byVersionIds([...wanted]);
    const made = await this.make(found);
    const fresh = new Map(found.map(({ versionId }, at) => [versionId, made[at]]));
    const kept = new Map<string, Kept<T>>();
    for (const [id, stamp] of stamps) {
      const item = fresh.get(id) ?? (wanted.has(id) ? undefined : this.kept.get(id)?.item);
      if (item !== undefined) kept.set(id, { stamp, item });
    }
    // What was read while something changed is not what is kept.
    if (isKept && begun === this.dropped) this.kept = kept;
    return [...kept.values()].map(({ item }) => item);
  }
}
