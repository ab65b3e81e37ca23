import { randomUUID } from 'node:crypto';
import type { Invalidation, CacheInvalidator } from '@visionary/platform/database';
import { CACHE_TIMES, type CacheTimes } from './cache-times.js';
import { type FailPoints, NoFailPoints } from './fail-points.js';
import { SingleFlight, type FlightResult } from './single-flight.js';
import { TagInvalidation } from './tag-invalidation.js';
import { DelayedTasks } from './delayed-tasks.js';
import type { CacheNamespace } from './cache-namespace.js';
import {
  type FillStart,
  type CacheStore,
  isCached,
  type CachedEntry,
  CacheUnavailableError,
  MAX_TAGS,
} from './stores/cache-store.js';
import { CacheStats } from './cache-stats.js';

/** Adds tags to the entry being loaded. A change of one of them invalidates it. */
export type AddCacheTags = (...tags: string[]) => void;

export interface Entry<T> {
  readonly space: CacheNamespace<T>;
  /** Key within the namespace. Must contain everything the view depends on, and nothing about the viewer. */
  readonly key: string;
  /** Tags known before loading, such as `posts` for a list that every new post changes. */
  readonly tags?: readonly string[];
}

export interface CacheOptions {
  readonly isInTransaction: () => boolean;
  readonly times?: CacheTimes;
  readonly failPoints?: FailPoints;
}

/**
 * Read-through cache of views that don't depend on the viewer.
 *
 *     const POST_PAGES: CacheNamespace<PostPage> = { name: 'post-pages', ttlMs: 10_000, encoding: json() };
 *     const page = await cache.getOrLoad({ space: POST_PAGES, key, tags: ['posts'] }, async (addCacheTags) => {
 *       const found = await this.readFeed.run(query);
 *       addCacheTags(...found.posts.flatMap(({ id, author }) => [`post:${id}`, `user:${author.id}`]));
 *       return found;
 *     });
 *
 * Everything a view shows has a tag, a plain string. Writers name the tags they change where the transaction is run:
 * `unitOfWork.run(work, ['posts'])`, or `unitOfWork.invalidate('post:…')` inside it for tags that only the work knows.
 * This is sufficient: a read that begins after the commit shows the change, on every node. See docs/adr/0036.
 *
 * Viewer-specific state (reactions, permissions, blocks) is read separately and never cached in a view.
 */
export class Cache implements CacheInvalidator {
  readonly cacheStats = new CacheStats();
  private readonly singleFlight = new SingleFlight();
  private readonly delayedTasks = new DelayedTasks();
  private readonly times: CacheTimes;
  private readonly failPoints: FailPoints;

  constructor(
    private readonly store: CacheStore,
    private readonly options: CacheOptions,
  ) {
    this.times = options.times ?? CACHE_TIMES;
    this.failPoints = options.failPoints ?? new NoFailPoints();
  }

  /**
   * Returns the cached view, or the result of `load`, which is stored for at most `ttlMs`. Concurrent callers share one
   * load, so `load` must not depend on the caller, and its result must not be modified. Null and undefined aren't stored.
   * Inside a transaction, `load` runs and nothing is stored.
   * @throws what `load` throws, for all callers that share it
   */
  async getOrLoad<T>(entry: Entry<T>, load: (addCacheTags: AddCacheTags) => Promise<T>): Promise<T> {
    if (this.options.isInTransaction()) return load(() => undefined);
    const counters = this.cacheStats.of(entry.space.name);
    const view = `${entry.space.name}:${entry.key}`;
    const stored = this.store.isUp ? await this.getStored(view) : null;
    if (stored) {
      counters.hits += 1;
      return valueOf(entry.space, stored);
    }
    counters.misses += 1;
    return (await this.singleFlight.join(view, this.times.leaseMs, () => this.loadEntry(view, entry, load))) as T;
  }

  /**
   * Invalidates all views with these tags, for changes outside of transactions, such as a folder or a count that may lag.
   * Loads that are running aren't stored. Never throws: if Redis is down, all earlier entries become invalid.
   */
  async invalidateTags(...tags: string[]): Promise<void> {
    await this.store.forget(tags).then(
      () => (this.cacheStats.dropped.sent += tags.length),
      () => (this.cacheStats.dropped.failed += tags.length),
    );
  }

  async beginInvalidation(tags: readonly string[]): Promise<Invalidation> {
    const invalidation = new TagInvalidation(
      {
        ...{ store: this.store, times: this.times, failPoints: this.failPoints },
        countTags: (kind, count) => (this.cacheStats.dropped[kind] += count),
        schedule: (afterMs, work) => this.delayedTasks.schedule(afterMs, work),
      },
      tags,
    );
    await invalidation.markTags();
    return invalidation;
  }

  /** Runs pending second deletes. */
  async finish(): Promise<void> {
    await this.delayedTasks.finish();
  }

  /** Loads an entry once per node, unless another node loads it first. */
  private async loadEntry<T>(
    view: string,
    entry: Entry<T>,
    load: (addCacheTags: AddCacheTags) => Promise<T>,
  ): Promise<FlightResult> {
    const lease = randomUUID();
    const fillStart = this.store.isUp ? await this.startLoad(view, entry, lease) : null;
    if (!fillStart) this.cacheStats.of(entry.space.name).bypassed += 1;
    if (fillStart && isCached(fillStart)) return { value: valueOf(entry.space, fillStart), isStored: true };
    const tags = new Set(entry.tags);
    try {
      const value = await load((...more) => more.forEach((tag) => tags.add(tag)));
      await this.failPoints.reach('between load and fill');
      const isStored = fillStart !== null && (await this.storeValue(view, entry, { value, tags, fillStart, lease }));
      return { value, isStored };
    } catch (error) {
      if (fillStart?.hasLease) await this.store.release(view, lease).catch(() => undefined);
      throw error;
    }
  }

  /** @returns the entry another node stored meanwhile, or how a load begins; null if the store is unavailable */
  private async startLoad(
    view: string,
    { tags = [] }: Pick<Entry<never>, 'tags'>,
    lease: string,
  ): Promise<CachedEntry | FillStart | null> {
    const { leaseMs, pollMs } = this.times;
    const deadline = performance.now() + leaseMs;
    try {
      for (;;) {
        const found = await this.store.startFill(view, tags, lease, leaseMs);
        if (isCached(found)) return found;
        if (found.hasLease || found.isBeingChanged || performance.now() > deadline) return found;
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
    } catch (error) {
      return nullIfUnavailable(error);
    }
  }

  private async storeValue<T>(
    view: string,
    { space }: Entry<T>,
    { value, tags, fillStart, lease }: Loaded<T>,
  ): Promise<boolean> {
    const mayStore = value !== null && value !== undefined && !fillStart.isBeingChanged && tags.size <= MAX_TAGS;
    if (!mayStore) {
      if (fillStart.isBeingChanged) this.cacheStats.of(space.name).stale += 1;
      if (fillStart.hasLease) await this.store.release(view, lease).catch(() => undefined);
      return false;
    }
    const { encoding } = space;
    const cached = { bytes: encoding.encode(value), ...(encoding.isShared && { value }) };
    const request = { cached, tags: [...tags], version: fillStart.version };
    const isStored = await this.store
      .fill(view, { ...request, ttlMs: space.ttlMs, lease })
      .catch((error: unknown) => nullIfUnavailable(error) ?? false);
    if (!isStored) this.cacheStats.of(space.name).stale += 1;
    return isStored;
  }

  private getStored(view: string): Promise<CachedEntry | null> {
    return this.store.get(view).catch(nullIfUnavailable);
  }
}

interface Loaded<T> {
  readonly value: T;
  readonly tags: ReadonlySet<string>;
  readonly fillStart: FillStart;
  readonly lease: string;
}

const valueOf = <T>({ encoding }: CacheNamespace<T>, cachedEntry: CachedEntry): T => {
  if (!encoding.isShared) return encoding.decode(cachedEntry.bytes);
  cachedEntry.value ??= encoding.decode(cachedEntry.bytes);
  return cachedEntry.value as T;
};

const nullIfUnavailable = (error: unknown): null => {
  if (error instanceof CacheUnavailableError) return null;
  throw error;
};
