import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { commentsCacheTag } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/comments/comments.js';
import { CommentsChanged } from '../../domain/comments/events.js';
import { LockCommentThread } from './hold-thread.js';
import { CommentNotifier } from './comment-notifier.js';

/** Says a comment otherwise. */
@Injectable()
export class EditComment {
  constructor(
    private readonly comments: Comments,
    private readonly thread: LockCommentThread,
    private readonly tell: CommentNotifier,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_NOT_AUTHOR, and as HoldThread */
  async run(wanted: {
    readonly commentId: string;
    readonly userId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, userId } = wanted;
    const { postId } = await this.requireOwn(commentId, userId);
    const work = async () => {
      const { mentionIds, at, said } = await this.thread.run({ postId, userId, text: wanted.text, answeredIds: [] });
      const { text } = said.texts;
      // As it is now that nothing else is said here.
      const before = await this.requireOwn(commentId, userId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await this.tell.edited(edited);
      await said.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.publish(new CommentsChanged(postId, [commentId]));
      return edited;
    };
    return this.unitOfWork.run(work, [commentsCacheTag(postId)]);
  }

  private async requireOwn(commentId: string, userId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.authorId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
    if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return comment;
  }
}
