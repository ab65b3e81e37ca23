import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { CommentSubject } from '@visionary/contract';
import { Broadcast, LiveSubjects, userChannel } from '@visionary/platform/realtime';
import { CommentsChanged, ReactionsChanged } from '../domain/events.js';
import { type Commentable, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentReader } from '../use-cases/comment-reader.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

type ChangedComments = Pick<CommentsChanged, keyof CommentsChanged>;
type ChangedReactions = Pick<ReactionsChanged, 'target' | 'subject'>;

/**
 * Broadcasts comments and reactions to the sockets that have their subject open. Sockets keep a subject open that is removed or
 * unpublished meanwhile, so every broadcast reads it again. Reactions are throttled.
 */
@Injectable()
export class CommentBroadcaster {
  constructor(
    live: LiveSubjects,
    private readonly comments: CommentReader,
    private readonly reactions: ReactionsService,
    private readonly kinds: SubjectKinds,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {
    const isWatched = ({ subject }: { readonly subject: CommentSubject }) =>
      broadcast.hasLocalListeners(this.channelOf(subject));
    live
      .declare<ChangedComments>({
        topic: 'comments.changed',
        isWatched,
        broadcast: async (changes) => {
          for (const change of changes) await this.sendComments(change);
        },
      })
      .when(CommentsChanged, ({ subject, commentIds, vanished }) => ({ subject, commentIds, vanished }));
    live
      .declare<ChangedReactions>({
        topic: 'comments.reactions',
        intervalMs: 1_000,
        isWatched,
        broadcast: async (changes) => {
          for (const change of changes) await this.sendReactions(change);
        },
      })
      // Reactions to a subject itself come with its counts.
      .when(ReactionsChanged, ({ target, subject }) => (target.kind === subject.kind ? null : { target, subject }));
  }

  /** Skips users with a block, and gives each user their own reply counts. */
  private async sendComments(change: ChangedComments): Promise<void> {
    const commentable = await this.kinds.find(change.subject);
    if (!commentable) return;
    const channel = this.audienceOf(change.subject, commentable);
    const users = commentable.isPublished ? this.broadcast.localUserIds : [commentable.ownerId];
    const { comments, blockedReplies } = await this.comments.viewsOfChanged(change, users);
    for (const comment of comments) {
      const blocked = await this.blocks.blockedAmong(comment.author.id, users);
      const adjustedCounts = [...(blockedReplies.get(comment.id) ?? [])].filter(([userId]) => !blocked.has(userId));
      const excluded = [...blocked, ...adjustedCounts.map(([userId]) => userId)];
      this.broadcast.toChannelsLocally([channel], 'comments.changed', { comment }, excluded);
      // Clients that show another subject ignore it.
      for (const [userId, count] of adjustedCounts) {
        const adjusted = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toUserLocally(userId, 'comments.changed', { comment: adjusted });
      }
    }
  }

  private async sendReactions({ target, subject }: ChangedReactions): Promise<void> {
    const commentable = await this.kinds.find(subject);
    if (!commentable) return;
    const reactions = await this.reactions.countsFor(target);
    const channel = this.audienceOf(subject, commentable);
    this.broadcast.toChannelsLocally([channel], 'comments.reactionsChanged', { subject: target, reactions });
  }

  private audienceOf(subject: CommentSubject, { isPublished, ownerId }: Commentable): string {
    return isPublished ? this.channelOf(subject) : userChannel(ownerId);
  }

  private channelOf({ kind, id }: CommentSubject): string {
    return this.kinds.of(kind).channelOf(id);
  }
}
