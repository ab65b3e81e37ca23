import { Injectable } from '@nestjs/common';
import { isEmoji, Rejection, UnitOfWork } from '@visionary/kernel';
import { talkSubject } from '../../domain/posts/subjects.js';
import { CommentReactions, Comments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentCountsMoved } from '../../domain/talk/events.js';
import { HoldCompany } from './hold-company.js';

export interface ReactionToComment {
  readonly commentId: string;
  readonly personId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to a comment or takes it back; the same again changes nothing. */
@Injectable()
export class ReactToComment {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly company: HoldCompany,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @throws Rejection FEED_NOT_AN_EMOJI, FEED_COMMENT_NOT_FOUND, FEED_COMMENT_REMOVED, FEED_TOO_MANY_REACTIONS { limit },
   *   UNAUTHENTICATED
   */
  async run({ commentId, personId, emoji, on }: ReactionToComment): Promise<StoredComment> {
    if (!isEmoji(emoji)) throw new Rejection('FEED_NOT_AN_EMOJI');
    const { postId } = required(await this.comments.byId(commentId));
    const work = async () => {
      const { at } = await this.company.run(personId, []);
      const comment = required(await this.comments.hold(commentId));
      if (comment.removed) throw new Rejection('FEED_COMMENT_REMOVED');
      const hasChanged = on
        ? await this.give(commentId, personId, emoji, at)
        : await this.reactions.takeBack(commentId, personId, emoji);
      if (hasChanged) this.unitOfWork.announce(new CommentCountsMoved(postId, commentId));
      return comment;
    };
    return this.unitOfWork.run(work, [talkSubject(postId)]);
  }

  private async give(commentId: string, personId: string, emoji: string, at: number): Promise<boolean> {
    const given = (await this.reactions.of([commentId])).get(commentId) ?? [];
    this.company.requireSpace(new Set(given.map((one) => one.emoji)), emoji);
    return this.reactions.give(commentId, personId, emoji, at);
  }
}

const required = (comment: StoredComment | null): StoredComment => {
  if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
  return comment;
};
