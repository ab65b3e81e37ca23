import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { CommentsChanged, ModelCommentEdited } from '../../domain/feedback/events.js';
import { LockFeedbackThread } from './hold-thread.js';

/** Says a comment otherwise. */
@Injectable()
export class EditComment {
  constructor(
    private readonly comments: HubComments,
    private readonly thread: LockFeedbackThread,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_DELETED, HUB_NOT_CREATOR, and as HoldThread */
  async run(wanted: {
    readonly commentId: string;
    readonly userId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, userId } = wanted;
    const { modelId } = await this.requireOwn(commentId, userId);
    return this.unitOfWork.run(async () => {
      const { mentionIds, at, said } = await this.thread.run({ modelId, userId, text: wanted.text, answeredIds: [] });
      const { text } = said.texts;
      // As it is now that nothing else is said here.
      const before = await this.requireOwn(commentId, userId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await said.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.publish(new ModelCommentEdited(edited));
      this.unitOfWork.publish(new CommentsChanged(modelId, [commentId]));
      return edited;
    });
  }

  private async requireOwn(commentId: string, userId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.authorId !== userId) throw new Rejection('HUB_NOT_CREATOR');
    if (comment.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return comment;
  }
}
