import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { LIST_CHANNELS, listChannelsFor, postChannel } from './channels.js';
import { PostPresenter } from './post-presenter.js';

const COUNTS_TOPIC = 'feed.moved';
const BROADCAST_INTERVAL_MS = 1_000;
const PUBLISH_INTERVAL_MS = 500;
const BATCH_DELAY_MS = 20;

/**
 * Broadcasts reaction, comment, and view counts, throttled per post. Nodes tell each other only that counts changed. Each node
 * reads them for its own sockets, so the last broadcast is current.
 */
@Injectable()
export class PostCountBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Feed');
  private readonly publishThrottle = new Throttle(PUBLISH_INTERVAL_MS, (postId) =>
    this.bus.publish(COUNTS_TOPIC, postId),
  );
  private readonly broadcastThrottle = new Throttle(BROADCAST_INTERVAL_MS, (postId) => this.schedule(postId));
  private readonly pending = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly presenter: PostPresenter,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostCountsChanged, ({ postId }) => this.publishThrottle.touch(postId));
    this.bus.subscribe<string>(COUNTS_TOPIC, (postId) => {
      if (this.hasListeners(postId)) this.broadcastThrottle.touch(postId);
    });
  }

  onApplicationShutdown(): void {
    this.publishThrottle.stop();
    this.broadcastThrottle.stop();
    clearTimeout(this.timer);
  }

  private hasListeners(postId: string): boolean {
    return [...LIST_CHANNELS, postChannel(postId)].some((channel) => this.broadcast.hasLocalListeners(channel));
  }

  private schedule(postId: string): void {
    this.pending.add(postId);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.send().catch((error: unknown) => this.logger.error('Could not broadcast counts', error));
    }, BATCH_DELAY_MS).unref();
  }

  private async send(): Promise<void> {
    const ids = [...this.pending];
    this.pending.clear();
    const counted = [...(await this.presenter.counts(ids))];
    for (const [contentRating, some] of Map.groupBy(counted, ([, post]) => post.contentRating)) {
      const posts = some.map(([postId, { counts }]) => ({ postId, counts }));
      const openPosts = posts.map(({ postId }) => postChannel(postId));
      this.broadcast.toHere([...listChannelsFor(contentRating), ...openPosts], 'feed.countsChanged', { posts });
    }
  }
}
