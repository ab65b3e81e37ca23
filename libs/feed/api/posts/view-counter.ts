import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { PostViewLog, type PostViewRecord } from '../../domain/posts/post-view-log.js';

const GATHER_MS = 2_000;
const DAY_MS = 86_400_000;
/** Views of users who wait to be written while the database is away, and visitors remembered; then it is begun anew. */
const REMEMBERED_AT_MOST = 100_000;

/**
 * Counts who looks at images: each user once a day, whatever node they come to; visitors, of whom nothing is kept, once
 * a day and address on each node. Gathered, and written for many at once.
 */
@Injectable()
export class ViewCounter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Feed');
  private seen = new Map<string, PostViewRecord>();
  private besides = new Map<string, number>();
  private readonly visitors = new Set<string>();
  private day: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly audiences: PostViewLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param owner of the socket: whoever is not signed in is told apart by it */
  note(postId: string, userId: string | null, owner: string): void {
    const key = `${postId} ${userId ?? owner}`;
    if (userId !== null) this.seen.set(key, { postId, userId });
    else if (!this.isKnown(key)) this.besides.set(postId, (this.besides.get(postId) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  /** Writes what was gathered. One write at a time; what fails waits for the next one. */
  flush(): Promise<void> {
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  private isKnown(key: string): boolean {
    if (this.visitors.size >= REMEMBERED_AT_MOST) this.visitors.clear();
    const known = this.visitors.has(key);
    this.visitors.add(key);
    return known;
  }

  private async write(): Promise<void> {
    const { seen, besides } = this;
    if (seen.size + besides.size === 0) return;
    this.seen = new Map();
    this.besides = new Map();
    const today = Math.floor(this.clock.now() / DAY_MS);
    try {
      await this.unitOfWork.run(async () => {
        for (const id of await this.audiences.note(today, [...seen.values()], besides)) {
          this.unitOfWork.publish(new PostCountsChanged(id));
        }
      });
      await this.turn(today);
    } catch (error) {
      this.logger.warn(`Views could not be counted yet: ${String(error)}`);
      if (seen.size < REMEMBERED_AT_MOST) this.putBack(seen, besides);
    }
  }

  /** Yesterday's viewers count anew, and nobody needs to know them. */
  private async turn(today: number): Promise<void> {
    if (today === this.day) return;
    if (this.day !== null) this.visitors.clear();
    this.day = today;
    await this.audiences.forgetBefore(today);
  }

  private putBack(seen: ReadonlyMap<string, PostViewRecord>, besides: ReadonlyMap<string, number>): void {
    for (const [key, one] of seen) this.seen.set(key, one);
    for (const [id, count] of besides) this.besides.set(id, (this.besides.get(id) ?? 0) + count);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }
}
