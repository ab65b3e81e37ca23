import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubComments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged, ModelCommentEdited } from '../../domain/talk/events.js';
import { HoldThread } from './hold-thread.js';

/** Says a comment otherwise. */
@Injectable()
export class EditComment {
  constructor(
    private readonly comments: HubComments,
    private readonly thread: HoldThread,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_REMOVED, HUB_NOT_YOURS, and as HoldThread */
  async run(wanted: {
    readonly commentId: string;
    readonly personId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, personId } = wanted;
    const { modelId } = await this.requireOwn(commentId, personId);
    return this.unitOfWork.run(async () => {
      const { mentionIds, at, said } = await this.thread.run({ modelId, personId, text: wanted.text, answeredIds: [] });
      const { text } = said.texts;
      // As it is now that nothing else is said here.
      const before = await this.requireOwn(commentId, personId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await said.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.announce(new ModelCommentEdited(edited));
      this.unitOfWork.announce(new CommentsChanged(modelId, [commentId]));
      return edited;
    });
  }

  private async requireOwn(commentId: string, personId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.authorId !== personId) throw new Rejection('HUB_NOT_YOURS');
    if (comment.removed) throw new Rejection('HUB_COMMENT_REMOVED');
    return comment;
  }
}
