import type { CachedEntry } from './cache-store.js';
import { TaggedLruCache } from './tagged-lru.js';

const NEAR_BYTES = 64 * 2 ** 20;

interface Told {
  readonly epoch: string;
  readonly changes: number;
}

/** Views of the store that this node has at hand, as good as the news it has heard. */
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
   * Whoever looks hears news first, so that nothing is believed for being put here.
   * @param changes so many there were when the store called it good: where more is known by now it may not be
   */
  put(
    view: string,
    cachedEntry: CachedEntry,
    { epoch, changes, ...shown }: Told & { readonly subjects: readonly string[]; readonly ttlMs: number },
  ): void {
    if (epoch !== this.told.epoch) this.learn({ epoch, changes, changed: null });
    if (changes >= this.told.changes) this.views.put(view, cachedEntry, shown);
  }

  /** @param changed null where it is not known: then nothing at hand counts any more */
  learn({ epoch, changes, changed }: Told & { readonly changed: readonly string[] | null }): void {
    if (changed === null || epoch !== this.told.epoch) this.views.clear();
    for (const subject of changed ?? []) this.views.drop(subject);
    this.told = { epoch, changes };
  }
}
