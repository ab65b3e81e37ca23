import { LRUCache } from 'lru-cache';
import { type CachedEntry, OVERHEAD_BYTES } from './cache-store.js';

interface TaggedEntry {
  readonly cached: CachedEntry;
  readonly tags: readonly string[];
  readonly endsAtMs: number;
}

/**
 * LRU cache in this process with an index by tag. A change drops all entries with its tag, so an entry that exists is
 * valid without checking its tags.
 */
export class TaggedLruCache {
  private readonly views: LRUCache<string, TaggedEntry>;
  private readonly viewsByTag = new Map<string, Set<string>>();

  constructor(
    maxBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.views = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ cached, tags }) => cached.bytes.byteLength + OVERHEAD_BYTES * (1 + tags.length / 4),
      dispose: (entry, view) => this.unlink(view, entry),
    });
  }

  get(view: string): CachedEntry | undefined {
    const entry = this.views.get(view);
    if (!entry) return undefined;
    if (entry.endsAtMs > this.now()) return entry.cached;
    this.views.delete(view);
    return undefined;
  }

  put(
    view: string,
    cachedEntry: CachedEntry,
    { tags, ttlMs }: { readonly tags: readonly string[]; readonly ttlMs: number },
  ) {
    this.views.set(view, { cached: cachedEntry, tags, endsAtMs: this.now() + ttlMs });
    // The entry exceeds the maximum size.
    if (!this.views.has(view)) return;
    for (const tag of tags) {
      const views = this.viewsByTag.get(tag);
      if (views) views.add(view);
      else this.viewsByTag.set(tag, new Set([view]));
    }
  }

  /** Drops all entries with the tag. */
  drop(tag: string): void {
    for (const view of this.viewsByTag.get(tag) ?? []) this.views.delete(view);
  }

  clear(): void {
    this.views.clear();
  }

  private unlink(view: string, { tags }: TaggedEntry): void {
    for (const tag of tags) {
      const views = this.viewsByTag.get(tag);
      views?.delete(view);
      if (views?.size === 0) this.viewsByTag.delete(tag);
    }
  }
}
