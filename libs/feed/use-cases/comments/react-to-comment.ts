import { Injectable } from '@nestjs/common';
import { isEmoji, Rejection, UnitOfWork } from '@visionary/kernel';
import { commentsCacheTag } from '../../domain/posts/subjects.js';
import { CommentReactions, Comments, type StoredComment } from '../../domain/comments/comments.js';
import { CommentReactionsChanged } from '../../domain/comments/events.js';
import { LockParticipants } from './lock-participants.js';

export interface ReactionToComment {
  readonly commentId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to a comment or takes it back; the same again changes nothing. */
@Injectable()
export class ReactToComment {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly company: LockParticipants,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @throws Rejection FEED_INVALID_EMOJI, FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_TOO_MANY_REACTIONS { limit },
   *   UNAUTHENTICATED
   */
  async run({ commentId, userId, emoji, on }: ReactionToComment): Promise<StoredComment> {
    if (!isEmoji(emoji)) throw new Rejection('FEED_INVALID_EMOJI');
    const { postId } = required(await this.comments.byId(commentId));
    const work = async () => {
      const { at } = await this.company.run(userId, []);
      const comment = required(await this.comments.hold(commentId));
      if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
      const hasChanged = on
        ? await this.give(commentId, userId, emoji, at)
        : await this.reactions.takeBack(commentId, userId, emoji);
      if (hasChanged) this.unitOfWork.publish(new CommentReactionsChanged(postId, commentId));
      return comment;
    };
    return this.unitOfWork.run(work, [commentsCacheTag(postId)]);
  }

  private async give(commentId: string, userId: string, emoji: string, at: number): Promise<boolean> {
    const given = (await this.reactions.of([commentId])).get(commentId) ?? [];
    this.company.requireSpace(new Set(given.map((one) => one.emoji)), emoji);
    return this.reactions.give(commentId, userId, emoji, at);
  }
}

const required = (comment: StoredComment | null): StoredComment => {
  if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
  return comment;
};
