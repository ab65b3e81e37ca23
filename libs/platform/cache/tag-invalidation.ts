import { randomUUID } from 'node:crypto';
import type { Invalidation } from '@visionary/platform/database';
import type { CacheTimes } from './cache-times.js';
import type { FailPoints } from './fail-points.js';
import type { CacheStore } from './stores/cache-store.js';

/** Attempts of a transaction whose mark expired or that touched more tags. After that it commits anyway. */
const MAX_ATTEMPTS = 4;

export interface InvalidationOptions {
  readonly store: CacheStore;
  readonly times: CacheTimes;
  readonly failPoints: FailPoints;
  /** Counts deletes: sent to the store, or not. */
  readonly countTags: (kind: 'sent' | 'failed', tags: number) => void;
  /** Schedules a task that runs later, at the latest on shutdown. */
  readonly schedule: (afterMs: number, work: () => Promise<void>) => void;
}

/**
 * Delayed double delete around one unit of work. The first delete also marks the tags, so that nothing read during the
 * transaction is stored. The second removes the mark. In between, reads go to the database.
 */
export class TagInvalidation implements Invalidation {
  private readonly token = randomUUID();
  private readonly tags: Set<string>;
  private markedTags = 0;
  private markEndsAtMs = 0;
  private losses = 0;
  private hasMarkFailed = false;
  private markCount = 0;

  constructor(
    private readonly options: InvalidationOptions,
    tags: readonly string[],
  ) {
    this.tags = new Set(tags);
  }

  async markTags(): Promise<void> {
    const { store, times, failPoints } = this.options;
    if (this.tags.size === 0) return;
    await failPoints.reach('before first delete');
    this.markCount += 1;
    this.markedTags = this.tags.size;
    this.losses = store.losses;
    // Reserves time for the commit.
    this.markEndsAtMs = performance.now() + times.markMs * 0.8;
    this.hasMarkFailed = !(await this.send(() => store.markTags([...this.tags], this.token, times.markMs)));
    await failPoints.reach('after first delete');
  }

  async isSafeToCommit(touched: ReadonlySet<string>): Promise<boolean> {
    for (const tag of touched) this.tags.add(tag);
    if (this.tags.size === 0) return true;
    await this.options.failPoints.reach('before commit');
    if (this.markCount >= MAX_ATTEMPTS) return true;
    return this.tags.size === this.markedTags && (this.hasMarkFailed || this.isMarkValid);
  }

  complete(): void {
    if (this.tags.size === 0) return;
    const { store, times, failPoints, schedule } = this.options;
    const afterCommit = failPoints.reach('after commit');
    schedule(times.secondDeleteAfterMs, async () => {
      await afterCommit;
      await failPoints.reach('before second delete');
      await this.send(() => store.commitTags([...this.tags], this.token));
    });
  }

  private get isMarkValid(): boolean {
    return this.options.store.losses === this.losses && performance.now() < this.markEndsAtMs;
  }

  private async send(request: () => Promise<void>): Promise<boolean> {
    const isSent = await request().then(
      () => true,
      () => false,
    );
    this.options.countTags(isSent ? 'sent' : 'failed', this.tags.size);
    return isSent;
  }
}
