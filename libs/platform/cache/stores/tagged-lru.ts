import { LRUCache } from 'lru-cache';
import { type CachedEntry, OVERHEAD_BYTES } from './cache-store.js';

interface Shown {
  readonly cached: CachedEntry;
  readonly subjects: readonly string[];
  readonly endsAtMs: number;
}

/**
 * LRU cache in this process with an index by tag. A change drops all entries with its tag, so an entry that exists is
 * valid without checking its tags.
 */
export class TaggedLruCache {
  private readonly views: LRUCache<string, Shown>;
  private readonly showing = new Map<string, Set<string>>();

  constructor(
    maxBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.views = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ cached, subjects }) => cached.bytes.byteLength + OVERHEAD_BYTES * (1 + subjects.length / 4),
      dispose: (shown, view) => this.unlink(view, shown),
    });
  }

  get(view: string): CachedEntry | undefined {
    const shown = this.views.get(view);
    if (!shown) return undefined;
    if (shown.endsAtMs > this.now()) return shown.cached;
    this.views.delete(view);
    return undefined;
  }

  put(
    view: string,
    cachedEntry: CachedEntry,
    { subjects, ttlMs }: { readonly subjects: readonly string[]; readonly ttlMs: number },
  ) {
    this.views.set(view, { cached: cachedEntry, subjects, endsAtMs: this.now() + ttlMs });
    // The entry exceeds the maximum size.
    if (!this.views.has(view)) return;
    for (const subject of subjects) {
      const views = this.showing.get(subject);
      if (views) views.add(view);
      else this.showing.set(subject, new Set([view]));
    }
  }

  /** Drops all entries with the tag. */
  drop(subject: string): void {
    for (const view of this.showing.get(subject) ?? []) this.views.delete(view);
  }

  clear(): void {
    this.views.clear();
  }

  private unlink(view: string, { subjects }: Shown): void {
    for (const subject of subjects) {
      const views = this.showing.get(subject);
      views?.delete(view);
      if (views?.size === 0) this.showing.delete(subject);
    }
  }
}
