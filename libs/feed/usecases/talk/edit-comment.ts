import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { talkSubject } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged } from '../../domain/talk/events.js';
import { HoldThread } from './hold-thread.js';
import { TellOfComments } from './tell-of-comments.js';

/** Says a comment otherwise. */
@Injectable()
export class EditComment {
  constructor(
    private readonly comments: Comments,
    private readonly thread: HoldThread,
    private readonly tell: TellOfComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_REMOVED, FEED_NOT_YOURS, and as HoldThread */
  async run(wanted: {
    readonly commentId: string;
    readonly personId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, personId } = wanted;
    const { postId } = await this.requireOwn(commentId, personId);
    const work = async () => {
      const { mentionIds, at, said } = await this.thread.run({ postId, personId, text: wanted.text, answeredIds: [] });
      const { text } = said.texts;
      // As it is now that nothing else is said here.
      const before = await this.requireOwn(commentId, personId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await this.tell.edited(edited);
      await said.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.announce(new CommentsChanged(postId, [commentId]));
      return edited;
    };
    return this.unitOfWork.run(work, [talkSubject(postId)]);
  }

  private async requireOwn(commentId: string, personId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.authorId !== personId) throw new Rejection('FEED_NOT_YOURS');
    if (comment.removed) throw new Rejection('FEED_COMMENT_REMOVED');
    return comment;
  }
}
