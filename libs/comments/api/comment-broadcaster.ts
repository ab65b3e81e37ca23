import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { CommentSubject } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import type { StoredComment } from '../domain/comment.js';
import { CommentsChanged, ReactionsChanged } from '../domain/events.js';
import type { ReactionTarget } from '../domain/reaction.js';
import { SubjectKinds } from '../domain/subject-kinds.js';
import { CommentReader } from '../use-cases/comment-reader.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

const COMMENTS_TOPIC = 'comments.changed';
const REACTIONS_TOPIC = 'comments.reactions';
const REACTIONS_INTERVAL_MS = 1_000;

interface ChangedComments {
  readonly subject: CommentSubject;
  readonly commentIds: readonly string[];
  readonly vanished: readonly StoredComment[];
}

interface ChangedReactions {
  readonly target: ReactionTarget;
  readonly subject: CommentSubject;
}

/**
 * Broadcasts comments to the sockets of this node that have their subject open, and reads nothing when there are none.
 * Reactions to a comment are throttled.
 */
@Injectable()
export class CommentBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Comments');
  /** Runs broadcasts one after the other, so that the last read is sent last. */
  private queue: Promise<void> = Promise.resolve();
  private readonly reactionThrottle = new Throttle(REACTIONS_INTERVAL_MS, (key) =>
    this.enqueue(() => this.broadcastReactions(JSON.parse(key) as ChangedReactions)),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly comments: CommentReader,
    private readonly reactions: ReactionsService,
    private readonly kinds: SubjectKinds,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CommentsChanged, ({ subject, commentIds, vanished }) => {
      const changed: ChangedComments = { subject, commentIds: [...commentIds], vanished: [...vanished] };
      return this.bus.publish(COMMENTS_TOPIC, changed);
    });
    this.events.afterCommit(ReactionsChanged, ({ target, subject }) =>
      this.bus.publish(REACTIONS_TOPIC, JSON.stringify({ target, subject } satisfies ChangedReactions)),
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
    const channel = this.channelOf(changed.subject);
    if (!this.broadcast.hasLocalListeners(channel)) return;
    const users = this.broadcast.usersHere;
    const { comments, blockedReplies } = await this.comments.changed(changed, users);
    for (const comment of comments) {
      const blocked = await this.blocks.blockedAmong(comment.author.id, users);
      const withOwnCount = [...(blockedReplies.get(comment.id) ?? [])].filter(([userId]) => !blocked.has(userId));
      const excluded = [...blocked, ...withOwnCount.map(([userId]) => userId)];
      this.broadcast.toHere([channel], 'comments.changed', { comment }, excluded);
      // Clients that show another subject ignore it.
      for (const [userId, count] of withOwnCount) {
        const seen = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toUserHere(userId, 'comments.changed', { comment: seen });
      }
    }
  }

  private async broadcastReactions({ target, subject }: ChangedReactions): Promise<void> {
    const channel = this.channelOf(subject);
    if (!this.broadcast.hasLocalListeners(channel)) return;
    const reactions = await this.reactions.countsOf(target);
    this.broadcast.toHere([channel], 'comments.reactionsChanged', { subject: target, reactions });
  }

  private channelOf({ kind, id }: CommentSubject): string {
    return this.kinds.of(kind).channelOf(id);
  }
}
