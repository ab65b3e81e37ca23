import type { CachedEntry } from './cache-store.js';
import { TaggedLruCache } from './tagged-lru.js';

const NEAR_BYTES = 64 * 2 ** 20;

interface Told {
  readonly epoch: string;
  readonly changes: number;
}

/** A node's own copy of cache entries, valid as of the last known change of the store. */
export class L1Cache {
  private readonly views = new TaggedLruCache(NEAR_BYTES);
  private told: Told = { epoch: '', changes: 0 };

  get epoch(): string {
    return this.told.epoch;
  }

  get changes(): number {
    return this.told.changes;
  }

  get(view: string): CachedEntry | undefined {
    return this.views.get(view);
  }

  /**
   * Stores an entry. Readers apply changes before they trust it.
   * @param changes number of changes when the store validated it; ignored if more are known by now
   */
  put(
    view: string,
    cachedEntry: CachedEntry,
    { epoch, changes, ...shown }: Told & { readonly subjects: readonly string[]; readonly ttlMs: number },
  ): void {
    if (epoch !== this.told.epoch) this.learn({ epoch, changes, changed: null });
    if (changes >= this.told.changes) this.views.put(view, cachedEntry, shown);
  }

  /** @param changed tags changed since the last call; null if unknown, which clears the cache */
  learn({ epoch, changes, changed }: Told & { readonly changed: readonly string[] | null }): void {
    if (changed === null || epoch !== this.told.epoch) this.views.clear();
    for (const subject of changed ?? []) this.views.drop(subject);
    this.told = { epoch, changes };
  }
}
