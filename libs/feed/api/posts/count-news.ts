import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { postChannel, listChannelFor, LIST_CHANNELS } from './channels.js';
import { PostViews } from './post-views.js';

const MOVED = 'feed.moved';
const TOLD_EVERY_MS = 1_000;
/** Of one post, to the other nodes. */
const PASSED_ON_EVERY_MS = 500;
/** Posts that move within this time are read and told together. */
const GATHER_MS = 20;

/**
 * How many look at, like and talk about posts: told at most once a second and post, however much happens. Nodes tell each
 * other only that something has moved; each reads the truth for the pages it has, so that the last word is the true one.
 */
@Injectable()
export class PostCountBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Feed');
  private readonly passing = new Throttle(PASSED_ON_EVERY_MS, (postId) => this.bus.publish(MOVED, postId));
  private readonly telling = new Throttle(TOLD_EVERY_MS, (postId) => this.gather(postId));
  private readonly due = new Set<string>();
  private pendingBatch: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly views: PostViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostCountsChanged, ({ postId }) => this.passing.touch(postId));
    this.bus.subscribe<string>(MOVED, (postId) => {
      if (this.isHeard(postId)) this.telling.touch(postId);
    });
  }

  onApplicationShutdown(): void {
    this.passing.stop();
    this.telling.stop();
    clearTimeout(this.pendingBatch);
  }

  private isHeard(postId: string): boolean {
    return [...LIST_CHANNELS, postChannel(postId)].some((channel) => this.broadcast.hasLocalListeners(channel));
  }

  private gather(postId: string): void {
    this.due.add(postId);
    this.pendingBatch ??= setTimeout(() => {
      this.pendingBatch = undefined;
      this.tell().catch((error: unknown) => this.logger.error('Counts could not be told', error));
    }, GATHER_MS).unref();
  }

  private async tell(): Promise<void> {
    const ids = [...this.due];
    this.due.clear();
    const counted = [...(await this.views.counted(ids))];
    for (const [contentRating, some] of Map.groupBy(counted, ([, post]) => post.contentRating)) {
      const posts = some.map(([postId, { counts }]) => ({ postId, counts }));
      const opened = posts.map(({ postId }) => postChannel(postId));
      this.broadcast.toHere([...listChannelFor(contentRating), ...opened], 'feed.countsChanged', { posts });
    }
  }
}
