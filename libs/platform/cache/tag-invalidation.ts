import { randomUUID } from 'node:crypto';
import type { Invalidation } from '@visionary/platform/database';
import type { CacheTimes } from './cache-times.js';
import type { FailPoints } from './fail-points.js';
import type { CacheStore } from './stores/cache-store.js';

/** Attempts of a transaction whose mark expired or that touched more tags. After that it commits anyway. */
const COVERS_AT_MOST = 4;

export interface ChangeParts {
  readonly store: CacheStore;
  readonly times: CacheTimes;
  readonly failPoints: FailPoints;
  /** Counts deletes: sent to the store, or not. */
  readonly count: (kind: 'said' | 'unsaid', subjects: number) => void;
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
  private isUnsaid = false;
  private covers = 0;

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
    this.covers += 1;
    this.marked = this.subjects.size;
    this.losses = store.losses;
    // Reserves time for the commit.
    this.markEndsAtMs = performance.now() + times.markMs * 0.8;
    this.isUnsaid = !(await this.say(() => store.markTags([...this.subjects], this.token, times.markMs)));
    await failPoints.reach('after first delete');
  }

  async isSafeToCommit(touched: ReadonlySet<string>): Promise<boolean> {
    for (const subject of touched) this.subjects.add(subject);
    if (this.subjects.size === 0) return true;
    await this.parts.failPoints.reach('before commit');
    if (this.covers >= COVERS_AT_MOST) return true;
    return this.subjects.size === this.marked && (this.isUnsaid || this.stands);
  }

  complete(): void {
    if (this.subjects.size === 0) return;
    const { store, times, failPoints, later } = this.parts;
    const reached = failPoints.reach('after commit');
    later(times.secondDeleteAfterMs, async () => {
      await reached;
      await failPoints.reach('before second delete');
      await this.say(() => store.commitTags([...this.subjects], this.token));
    });
  }

  private get stands(): boolean {
    return this.parts.store.losses === this.losses && performance.now() < this.markEndsAtMs;
  }

  private async say(said: () => Promise<void>): Promise<boolean> {
    const done = await said().then(
      () => true,
      () => false,
    );
    this.parts.count(done ? 'said' : 'unsaid', this.subjects.size);
    return done;
  }
}
