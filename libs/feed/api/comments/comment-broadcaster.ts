import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import type { StoredComment } from '../../domain/comments/comments.js';
import { CommentReactionsChanged, CommentsChanged } from '../../domain/comments/events.js';
import { CommentReader } from '../../use-cases/comments/comment-reader.js';
import { postChannel } from '../posts/channels.js';

const COMMENTS_TOPIC = 'feed.comments';
const REACTIONS_TOPIC = 'feed.commentCounts';
const REACTIONS_INTERVAL_MS = 1_000;

interface ChangedComments {
  readonly postId: string;
  readonly commentIds: readonly string[];
  readonly vanished: readonly StoredComment[];
}

/**
 * Broadcasts comments to the sockets of this node that have the post open, and reads nothing when there are none.
 * Reactions to a comment are throttled.
 */
@Injectable()
export class CommentBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Comments');
  /** Runs broadcasts one after the other, so that the last read is sent last. */
  private queue: Promise<void> = Promise.resolve();
  private readonly reactionThrottle = new Throttle(REACTIONS_INTERVAL_MS, (key) => {
    const [postId = '', commentId = ''] = key.split(' ');
    this.enqueue(() => this.broadcastReactions(postId, commentId));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly comments: CommentReader,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CommentsChanged, ({ postId, commentIds, vanished }) => {
      const changed: ChangedComments = { postId, commentIds: [...commentIds], vanished: [...vanished] };
      return this.bus.publish(COMMENTS_TOPIC, changed);
    });
    this.events.afterCommit(CommentReactionsChanged, ({ postId, commentId }) =>
      this.bus.publish(REACTIONS_TOPIC, `${postId} ${commentId}`),
    );
    this.bus.subscribe<ChangedComments>(COMMENTS_TOPIC, (changed) =>
      this.enqueue(() => this.broadcastComments(changed)),
    );
    this.bus.subscribe<string>(REACTIONS_TOPIC, (key) => this.reactionThrottle.touch(key));
  }

  onApplicationShutdown(): void {
    this.reactionThrottle.stop();
  }

  private enqueue(broadcast: () => Promise<void>): void {
    this.queue = this.queue
      .then(broadcast)
      .catch((error: unknown) => this.logger.error('Could not broadcast comments', error));
  }

  /** Skips users with a block, and gives each user their own reply counts. */
  private async broadcastComments(changed: ChangedComments): Promise<void> {
    const channel = postChannel(changed.postId);
    if (!this.broadcast.hasLocalListeners(channel)) return;
    const users = this.broadcast.usersHere;
    const { comments, blockedReplies } = await this.comments.changed(changed, users);
    for (const comment of comments) {
      const blocked = await this.blocks.blockedAmong(comment.author.id, users);
      const withOwnCount = [...(blockedReplies.get(comment.id) ?? [])].filter(([userId]) => !blocked.has(userId));
      const excluded = [...blocked, ...withOwnCount.map(([userId]) => userId)];
      this.broadcast.toHere([channel], 'feed.commentChanged', { comment }, excluded);
      // Clients that show another post ignore it.
      for (const [userId, count] of withOwnCount) {
        const seen = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toUserHere(userId, 'feed.commentChanged', { comment: seen });
      }
    }
  }

  private async broadcastReactions(postId: string, commentId: string): Promise<void> {
    const channel = postChannel(postId);
    if (!this.broadcast.hasLocalListeners(channel)) return;
    const reactions = await this.comments.reactionsTo(commentId);
    this.broadcast.toHere([channel], 'feed.commentReactionsChanged', { postId, commentId, reactions });
  }
}
