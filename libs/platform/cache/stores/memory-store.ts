import { randomUUID } from 'node:crypto';
import { type FillStart, CacheStore, CHANGE_LOG_TTL_MS, type FillRequest, type CachedEntry } from './cache-store.js';
import { TaggedLruCache } from './tagged-lru.js';

export interface MemorySettings {
  readonly maxBytes: number;
  /** Above this number of remembered changes, all of them and all entries are dropped. */
  readonly maxChanges: number;
  readonly now: () => number;
}

const SETTINGS: MemorySettings = { maxBytes: 64 * 2 ** 20, maxChanges: 100_000, now: () => performance.now() };

/** Cache store in this process, for a single node. */
export class MemoryStore extends CacheStore {
  readonly losses = 0;
  readonly isUp = true;
  private readonly settings: MemorySettings;
  private readonly views: TaggedLruCache;
  private readonly changedAt = new Map<string, number>();
  private readonly marks = new Map<string, Map<string, number>>();
  private readonly leases = new Map<string, { lease: string; endsAtMs: number }>();
  private epoch = randomUUID();
  private changes = 0;

  constructor(settings: Partial<MemorySettings> = {}) {
    super();
    this.settings = { ...SETTINGS, ...settings };
    this.views = new TaggedLruCache(this.settings.maxBytes, this.settings.now);
  }

  async get(view: string): Promise<CachedEntry | null> {
    return this.views.get(view) ?? null;
  }

  async startFill(
    view: string,
    tags: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<FillStart | CachedEntry> {
    const cached = this.views.get(view);
    if (cached) return cached;
    const atMs = this.settings.now();
    const isBeingChanged = tags.some((tag) => this.isMarked(tag, atMs));
    const isLeased = (this.leases.get(view)?.endsAtMs ?? 0) > atMs;
    const hasLease = !isBeingChanged && !isLeased;
    if (hasLease) this.leases.set(view, { lease, endsAtMs: atMs + leaseMs });
    return { version: { epoch: this.epoch, changes: this.changes, atMs }, isBeingChanged, hasLease };
  }

  async fill(view: string, { cached, tags, version, ttlMs, lease }: FillRequest): Promise<boolean> {
    await this.release(view, lease);
    const isOld = (tag: string) => (this.changedAt.get(tag) ?? 0) > version.changes || this.isMarked(tag, version.atMs);
    if (version.epoch !== this.epoch || tags.some(isOld)) return false;
    this.views.put(view, cached, { tags, ttlMs });
    return true;
  }

  async release(view: string, lease: string): Promise<void> {
    if (this.leases.get(view)?.lease === lease) this.leases.delete(view);
  }

  async markTags(tags: readonly string[], token: string, markMs: number): Promise<void> {
    const endsAtMs = this.settings.now() + markMs;
    await this.forget(tags);
    for (const tag of tags) {
      const marks = this.marks.get(tag) ?? new Map<string, number>();
      this.marks.set(tag, marks.set(token, endsAtMs));
    }
  }

  async commitTags(tags: readonly string[], token: string): Promise<void> {
    await this.forget(tags);
    for (const tag of tags) {
      const marks = this.marks.get(tag);
      marks?.delete(token);
      if (marks?.size === 0) this.marks.delete(tag);
    }
  }

  async forget(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      this.changedAt.set(tag, ++this.changes);
      this.views.drop(tag);
    }
    if (this.changedAt.size <= this.settings.maxChanges) return;
    this.changedAt.clear();
    this.views.clear();
    this.epoch = randomUUID();
  }

  close(): void {
    // A store in memory never reconnects.
  }

  /**
   * Also true for a mark that expired after `sinceMs` without a commit, because its transaction may have ended at any
   * time.
   */
  private isMarked(tag: string, sinceMs: number): boolean {
    const marks = this.marks.get(tag);
    if (!marks) return false;
    for (const [token, endsAtMs] of marks) {
      if (endsAtMs >= sinceMs) return true;
      if (endsAtMs < this.settings.now() - CHANGE_LOG_TTL_MS) marks.delete(token);
    }
    return false;
  }
}
