import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsMoved } from '../../domain/posts/events.js';
import { Posts } from '../../domain/posts/posts.js';
import { postSubject } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged } from '../../domain/talk/events.js';
import { EraseComments } from './erase-comments.js';
import { MayTidy } from './may-tidy.js';

/** Its author, the author of the picture and whoever looks after the instance take a comment away. */
@Injectable()
export class RemoveComment {
  constructor(
    private readonly comments: Comments,
    private readonly posts: Posts,
    private readonly may: MayTidy,
    private readonly erase: EraseComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_REMOVED, FEED_NOT_YOURS, UNAUTHENTICATED */
  async run(commentId: string, personId: string): Promise<void> {
    const { postId } = await this.requireThere(commentId);
    const work = async () => {
      const at = await this.may.hold(personId);
      const post = await this.posts.hold(postId);
      const comment = await this.requireThere(commentId);
      const isTheirs = comment.authorId === personId || post?.authorId === personId;
      if (!isTheirs && !(await this.may.everywhere(personId))) throw new Rejection('FEED_NOT_YOURS');
      const { changedIds, vanished } = await this.erase.run([comment], personId, at);
      this.unitOfWork.announce(new PostCountsMoved(postId));
      this.unitOfWork.announce(new CommentsChanged(postId, changedIds, vanished));
    };
    await this.unitOfWork.run(work, [postSubject(postId)]);
  }

  private async requireThere(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('FEED_COMMENT_REMOVED');
    return comment;
  }
}
