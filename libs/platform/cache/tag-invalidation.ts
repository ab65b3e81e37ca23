import { randomUUID } from 'node:crypto';
import type { Invalidation } from '@visionary/platform/database';
import type { CacheTimes } from './cache-times.js';
import type { FailPoints } from './fail-points.js';
import type { CacheStore } from './stores/cache-store.js';

/** Attempts of a transaction whose mark expired or that touched more tags. After that it commits anyway. */
const MAX_MARKS = 4;

export interface ChangeParts {
  readonly store: CacheStore;
  readonly times: CacheTimes;
  readonly failPoints: FailPoints;
  /** Counts deletes: sent to the store, or not. */
  readonly count: (kind: 'sent' | 'failed', subjects: number) => void;
  /** Schedules a task that runs later, at the latest on shutdown. */
  readonly later: (afterMs: number, work: () => Promise<void>) => void;
}

/**
 * Delayed double delete around one unit of work. The first delete also marks the tags, so that nothing read during the
 * transaction is stored. The second removes the mark. In between, reads go to the database.
 */
export class TagInvalidation implements Invalidation {
  private readonly token = randomUUID();
  private readonly subjects: Set<string>;
  private marked = 0;
  private markEndsAtMs = 0;
  private losses = 0;
  private markFailed = false;
  private marks = 0;

  constructor(
    private readonly parts: ChangeParts,
    subjects: readonly string[],
  ) {
    this.subjects = new Set(subjects);
  }

  async addTags(): Promise<void> {
    const { store, times, failPoints } = this.parts;
    if (this.subjects.size === 0) return;
    await failPoints.reach('before first delete');
    this.marks += 1;
    this.marked = this.subjects.size;
    this.losses = store.losses;
    // Reserves time for the commit.
    this.markEndsAtMs = performance.now() + times.markMs * 0.8;
    this.markFailed = !(await this.send(() => store.markTags([...this.subjects], this.token, times.markMs)));
    await failPoints.reach('after first delete');
  }

  async isSafeToCommit(touched: ReadonlySet<string>): Promise<boolean> {
    for (const subject of touched) this.subjects.add(subject);
    if (this.subjects.size === 0) return true;
    await this.parts.failPoints.reach('before commit');
    if (this.marks >= MAX_MARKS) return true;
    return this.subjects.size === this.marked && (this.markFailed || this.isMarkValid);
  }

  complete(): void {
    if (this.subjects.size === 0) return;
    const { store, times, failPoints, later } = this.parts;
    const reached = failPoints.reach('after commit');
    later(times.secondDeleteAfterMs, async () => {
      await reached;
      await failPoints.reach('before second delete');
      await this.send(() => store.commitTags([...this.subjects], this.token));
    });
  }

  private get isMarkValid(): boolean {
    return this.parts.store.losses === this.losses && performance.now() < this.markEndsAtMs;
  }

  private async send(request: () => Promise<void>): Promise<boolean> {
    const done = await request().then(
      () => true,
      () => false,
    );
    this.parts.count(done ? 'sent' : 'failed', this.subjects.size);
    return done;
  }
}
