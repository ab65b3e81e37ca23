import type { CachedEntry } from './cache-store.js';
import { TaggedLruCache } from './tagged-lru.js';

const MAX_BYTES = 64 * 2 ** 20;

interface LastChange {
  readonly epoch: string;
  readonly changes: number;
}

/** A node's own copy of cache entries, valid as of the last known change of the store. */
export class L1Cache {
  private readonly views = new TaggedLruCache(MAX_BYTES);
  private lastChange: LastChange = { epoch: '', changes: 0 };

  get epoch(): string {
    return this.lastChange.epoch;
  }

  get changes(): number {
    return this.lastChange.changes;
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
    { epoch, changes, ...entry }: LastChange & { readonly tags: readonly string[]; readonly ttlMs: number },
  ): void {
    if (epoch !== this.lastChange.epoch) this.applyChanges({ epoch, changes, changedTags: null });
    if (changes >= this.lastChange.changes) this.views.put(view, cachedEntry, entry);
  }

  /** @param changedTags tags changed since the last call; null if unknown, which empties the cache */
  applyChanges({ epoch, changes, changedTags }: LastChange & { readonly changedTags: readonly string[] | null }): void {
    if (changedTags === null || epoch !== this.lastChange.epoch) this.views.clear();
    for (const tag of changedTags ?? []) this.views.drop(tag);
    this.lastChange = { epoch, changes };
  }
}
