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
      await this.take(comment, personId, at);
    };
    await this.unitOfWork.run(work, [postSubject(postId)]);
  }

  /** Inside the transaction in which somebody who moderates hides it. @param byId null: the server; it stands as its author's then */
  async hide(commentId: string, byId: string | null, at: number): Promise<void> {
    const comment = await this.requireThere(commentId);
    this.unitOfWork.touch(postSubject(comment.postId));
    await this.posts.hold(comment.postId);
    await this.take(await this.requireThere(commentId), byId ?? comment.authorId, at);
  }

  private async take(comment: StoredComment, byId: string, at: number): Promise<void> {
    const { changedIds, vanished } = await this.erase.run([comment], byId, at);
    this.unitOfWork.announce(new PostCountsMoved(comment.postId));
    this.unitOfWork.announce(new CommentsChanged(comment.postId, changedIds, vanished));
  }

  private async requireThere(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('FEED_COMMENT_REMOVED');
    return comment;
  }
}
