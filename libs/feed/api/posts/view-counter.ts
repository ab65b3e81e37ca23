import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, Jobs, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { PostViewLog, type PostViewRecord } from '../../storage/posts/sql-post-view-log.js';

const BATCH_DELAY_MS = 2_000;
const DAY_MS = 86_400_000;
/** Views that wait while the database is unavailable, and remembered visitors. Beyond it they are dropped. */
const MAX_REMEMBERED = 100_000;

/**
 * Counts views of posts: each user once a day on all nodes, each visitor once a day and address on each node. Visitors aren't
 * stored. Writes are batched.
 */
@Injectable()
export class ViewCounter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Feed');
  private userViews = new Map<string, PostViewRecord>();
  private visitorViews = new Map<string, number>();
  private readonly visitors = new Set<string>();
  /** Of `visitors`. */
  private day = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly viewLog: PostViewLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    const run = () => viewLog.deleteBefore(this.today());
    jobs.register({ kind: 'feed.forgetViews', everyMs: DAY_MS / 24, run });
  }

  /** @param owner of the socket; it identifies a visitor */
  add(postId: string, userId: string | null, owner: string): void {
    const key = `${postId} ${userId ?? owner}`;
    if (userId !== null) this.userViews.set(key, { postId, userId });
    else if (!this.hasVisited(key)) this.visitorViews.set(postId, (this.visitorViews.get(postId) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.flush(), BATCH_DELAY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  /** Writes pending views, one batch at a time. A failed batch is retried with the next one. */
  flush(): Promise<void> {
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  private hasVisited(key: string): boolean {
    if (this.visitors.size >= MAX_REMEMBERED || this.day !== this.today()) this.visitors.clear();
    this.day = this.today();
    const isKnown = this.visitors.has(key);
    this.visitors.add(key);
    return isKnown;
  }

  private async write(): Promise<void> {
    const { userViews, visitorViews } = this;
    if (userViews.size + visitorViews.size === 0) return;
    this.userViews = new Map();
    this.visitorViews = new Map();
    try {
      await this.unitOfWork.run(async () => {
        for (const id of await this.viewLog.add(this.today(), [...userViews.values()], visitorViews)) {
          this.unitOfWork.publish(new PostCountsChanged(id));
        }
      });
    } catch (error) {
      this.logger.warn(`Could not count views, will retry: ${String(error)}`);
      if (userViews.size < MAX_REMEMBERED) this.requeue(userViews, visitorViews);
    }
  }

  private today(): number {
    return Math.floor(this.clock.now() / DAY_MS);
  }

  private requeue(userViews: ReadonlyMap<string, PostViewRecord>, visitorViews: ReadonlyMap<string, number>): void {
    for (const [key, view] of userViews) this.userViews.set(key, view);
    for (const [id, count] of visitorViews) this.visitorViews.set(id, (this.visitorViews.get(id) ?? 0) + count);
    this.timer ??= setTimeout(() => void this.flush(), BATCH_DELAY_MS).unref();
  }
}
