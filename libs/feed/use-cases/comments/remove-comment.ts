import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { Posts } from '../../domain/posts/posts.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/comments/comments.js';
import { CommentsChanged } from '../../domain/comments/events.js';
import { DeleteComments } from './delete-comments.js';
import { CommentDeleteRights } from './comment-delete-rights.js';

/** Its author, the author of the image and whoever looks after the instance take a comment away. */
@Injectable()
export class RemoveComment {
  constructor(
    private readonly comments: Comments,
    private readonly posts: Posts,
    private readonly may: CommentDeleteRights,
    private readonly erase: DeleteComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_NOT_AUTHOR, UNAUTHENTICATED */
  async run(commentId: string, userId: string): Promise<void> {
    const { postId } = await this.requireThere(commentId);
    const work = async () => {
      const at = await this.may.hold(userId);
      const post = await this.posts.hold(postId);
      const comment = await this.requireThere(commentId);
      const isTheirs = comment.authorId === userId || post?.authorId === userId;
      if (!isTheirs && !(await this.may.everywhere(userId))) throw new Rejection('FEED_NOT_AUTHOR');
      await this.take(comment, userId, at);
    };
    await this.unitOfWork.run(work, [postCacheTag(postId)]);
  }

  /** Inside the transaction in which somebody who moderates hides it. @param byId null: the server; it stands as its author's then */
  async hide(commentId: string, byId: string | null, at: number): Promise<void> {
    const comment = await this.requireThere(commentId);
    this.unitOfWork.invalidate(postCacheTag(comment.postId));
    await this.posts.hold(comment.postId);
    await this.take(await this.requireThere(commentId), byId ?? comment.authorId, at);
  }

  private async take(comment: StoredComment, byId: string, at: number): Promise<void> {
    const { changedIds, vanished } = await this.erase.run([comment], byId, at);
    this.unitOfWork.publish(new PostCountsChanged(comment.postId));
    this.unitOfWork.publish(new CommentsChanged(comment.postId, changedIds, vanished));
  }

  private async requireThere(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return comment;
  }
}
