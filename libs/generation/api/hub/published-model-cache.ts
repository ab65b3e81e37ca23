import type { PublishedVersion, PublishedVersions } from '@visionary/hub';

type Kind = Parameters<PublishedVersions['versionStamps']>[0];

interface Cached<T> {
  readonly stamp: string;
  readonly item: T;
}

/** All hub items of one kind, until `drop`. Reads and maps only versions that are new or changed. */
export class PublishedModelCache<T> {
  private cached = new Map<string, Cached<T>>();
  private reading: Promise<readonly T[]> | undefined;
  /** `reading`, once it resolved. */
  private read: Promise<readonly T[]> | undefined;
  private dropped = 0;

  /**
   * @param map maps new and changed versions in one batch
   * @param isInTransaction whether the caller is in one: SQLite has one connection, so waiting for a read that began outside
   * would deadlock
   */
  constructor(
    private readonly publishedVersions: PublishedVersions,
    private readonly kind: Kind,
    private readonly map: (versions: readonly PublishedVersion[]) => Promise<readonly T[]>,
    private readonly isInTransaction: () => boolean,
  ) {}

  /** Later callers read the current state. */
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

  /** @param isCached false for a read inside a transaction, which may be rolled back */
  private async readAll(isCached: boolean): Promise<readonly T[]> {
    const begun = this.dropped;
    const stamps = await this.publishedVersions.versionStamps(this.kind);
    const changed = new Set([...stamps.keys()].filter((id) => this.cached.get(id)?.stamp !== stamps.get(id)));
    const found = await this.publishedVersions.byVersionIds([...changed]);
    const mapped = await this.map(found);
    const fresh = new Map(found.map(({ versionId }, at) => [versionId, mapped[at]]));
    const cached = new Map<string, Cached<T>>();
    for (const [id, stamp] of stamps) {
      const item = fresh.get(id) ?? (changed.has(id) ? undefined : this.cached.get(id)?.item);
      if (item !== undefined) cached.set(id, { stamp, item });
    }
    // A read that overlaps a change is not cached.
    if (isCached && begun === this.dropped) this.cached = cached;
    return [...cached.values()].map(({ item }) => item);
  }
}
