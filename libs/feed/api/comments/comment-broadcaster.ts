import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Throttle } from '@visionary/platform/realtime';
import type { StoredComment } from '../../domain/comments/comments.js';
import { CommentReactionsChanged, CommentsChanged } from '../../domain/comments/events.js';
import { CommentChannel } from './comment-channel.js';

const CHANGED = 'feed.comments';
const COUNTED = 'feed.commentCounts';
const COUNTED_EVERY_MS = 1_000;

interface Changed {
  readonly postId: string;
  readonly commentIds: readonly string[];
  readonly vanished: readonly StoredComment[];
}

/**
 * What is said about an image reaches those who have opened it; each node looks after the pages it has, and asks nothing
 * where nobody looks. A flood of reactions to a comment is told once a second.
 */
@Injectable()
export class CommentBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Comments');
  /** One after the other: what is read last is told last. */
  private last: Promise<void> = Promise.resolve();
  private readonly counting = new Throttle(COUNTED_EVERY_MS, (key) => {
    const [postId = '', commentId = ''] = key.split(' ');
    this.start(() => this.channel.tellCounts(postId, commentId));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly channel: CommentChannel,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CommentsChanged, ({ postId, commentIds, vanished }) =>
      this.bus.publish(CHANGED, { postId, commentIds: [...commentIds], vanished: [...vanished] } satisfies Changed),
    );
    this.events.afterCommit(CommentReactionsChanged, ({ postId, commentId }) =>
      this.bus.publish(COUNTED, `${postId} ${commentId}`),
    );
    this.bus.subscribe<Changed>(CHANGED, ({ postId, commentIds, vanished }) =>
      this.start(() => this.channel.tell(postId, commentIds, vanished)),
    );
    this.bus.subscribe<string>(COUNTED, (key) => this.counting.touch(key));
  }

  onApplicationShutdown(): void {
    this.counting.stop();
  }

  private start(tell: () => Promise<void>): void {
    this.last = this.last
      .then(tell)
      .catch((error: unknown) => this.logger.error('What was said could not be told', error));
  }
}
