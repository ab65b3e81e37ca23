import type { PublishedVersion, PublishedVersions } from '@visionary/hub';

type Kind = Parameters<PublishedVersions['versionStamps']>[0];

interface Cached<T> {
  readonly stamp: string;
  readonly item: T;
}

/** All hub items of one kind, until `drop`. Reads and maps only versions that are new or changed. */
export class PublishedModelCache<T> {
  private cached = new Map<string, Cached<T>>();
  private pendingRead: Promise<readonly T[]> | undefined;
  /** `pendingRead`, once it resolved. */
  private finishedRead: Promise<readonly T[]> | undefined;
  private dropCount = 0;

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
    this.pendingRead = undefined;
    this.finishedRead = undefined;
    this.dropCount += 1;
  }

  list(): Promise<readonly T[]> {
    if (this.isInTransaction()) return this.finishedRead ?? this.readAll(false);
    if (this.pendingRead) return this.pendingRead;
    const reading = this.readAll(true);
    this.pendingRead = reading;
    this.finishedRead = undefined;
    void reading.then(
      () => {
        if (this.pendingRead === reading) this.finishedRead = reading;
      },
      () => {
        if (this.pendingRead === reading) this.pendingRead = undefined;
      },
    );
    return reading;
  }

  /** @param isCached false for a read inside a transaction, which may be rolled back */
  private async readAll(isCached: boolean): Promise<readonly T[]> {
    const dropCountBefore = this.dropCount;
    const stamps = await this.publishedVersions.versionStamps(this.kind);
    const changedIds = new Set([...stamps.keys()].filter((id) => this.cached.get(id)?.stamp !== stamps.get(id)));
    const versions = await this.publishedVersions.byVersionIds([...changedIds]);
    const mapped = await this.map(versions);
    const itemsById = new Map(versions.map(({ versionId }, at) => [versionId, mapped[at]]));
    const cached = new Map<string, Cached<T>>();
    for (const [id, stamp] of stamps) {
      const item = itemsById.get(id) ?? (changedIds.has(id) ? undefined : this.cached.get(id)?.item);
      if (item !== undefined) cached.set(id, { stamp, item });
    }
    // A read that overlaps a change is not cached.
    if (isCached && dropCountBefore === this.dropCount) this.cached = cached;
    return [...cached.values()].map(({ item }) => item);
  }
}
