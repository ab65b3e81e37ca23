import { Injectable } from '@nestjs/common';
import { paginate } from '@visionary/kernel';
import { CommentReactions, Comments } from '../../domain/comments/comments.js';
import { Notifications } from '../../domain/comments/notifications.js';
import { PostReactions } from '../../domain/comments/post-reactions.js';

const PER_PAGE = 500;

/** What somebody said and gave in the feed, and what it told them, page by page. */
@Injectable()
export class ExportComments {
  constructor(
    private readonly commented: Comments,
    private readonly given: CommentReactions,
    private readonly reactions: PostReactions,
    private readonly notifications: Notifications,
  ) {}

  comments(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: { id: string }) => this.commented.saidBy(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ id, postId, parentId, text, at, editedAt, removed }) => ({
      ...{ id, postId, ...(parentId !== null && { replyTo: parentId }), text, at: when(at) },
      ...(editedAt !== null && { editedAt: when(editedAt) }),
      ...(removed && { removedAt: when(removed.at) }),
    }));
  }

  postReactions(userId: string): AsyncIterable<readonly object[]> {
    const start = { postId: '', emoji: '' };
    return paginate(
      PER_PAGE,
      (last?: { postId: string; emoji: string; at: number }) => this.reactions.givenBy(userId, last ?? start, PER_PAGE),
      ({ postId, emoji, at }) => ({ postId, emoji, at: when(at) }),
    );
  }

  commentReactions(userId: string): AsyncIterable<readonly object[]> {
    const start = { commentId: '', emoji: '' };
    return paginate(
      PER_PAGE,
      (last?: { commentId: string; emoji: string; at: number }) => this.given.givenBy(userId, last ?? start, PER_PAGE),
      ({ commentId, emoji, at }) => ({ commentId, emoji, at: when(at) }),
    );
  }

  /** By whom is theirs to tell. */
  told(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: { id: string }) => this.notifications.toldTo(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ kind, postId, commentId, modelId, roomId, takeId, count, at, readAt }) => ({
      ...{ kind, ...(postId !== null && { postId }), ...(commentId !== null && { commentId }) },
      ...(modelId !== null && { modelId }),
      ...{ ...(roomId !== null && { roomId }), ...(takeId !== null && { takeId }), count, at: when(at) },
      ...(readAt !== null && { readAt: when(readAt) }),
    }));
  }
}

const when = (at: number): string => new Date(at).toISOString();
