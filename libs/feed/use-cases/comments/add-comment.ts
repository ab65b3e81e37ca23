import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/comments/comments.js';
import { CommentsChanged } from '../../domain/comments/events.js';
import { InsertComment } from './insert-comment.js';
import { LockCommentThread } from './hold-thread.js';
import { CommentNotifier } from './comment-notifier.js';

export interface NewComment {
  readonly postId: string;
  readonly userId: string;
  readonly clientId: string;
  /** What it answers: a comment on the image, or an answer to one; then it stands beneath the same. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

/** Says something about an image, once for each clientId. */
@Injectable()
export class AddComment {
  constructor(
    private readonly comments: Comments,
    private readonly thread: LockCommentThread,
    private readonly add: InsertComment,
    private readonly tell: CommentNotifier,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns what was said first where the command comes again, whatever it says now
   * @throws Rejection FEED_COMMENT_NOT_FOUND and FEED_COMMENT_DELETED for what it answers, and as HoldThread
   */
  async run(wanted: NewComment): Promise<StoredComment> {
    const { userId, clientId, postId } = wanted;
    const first = await this.comments.byCommand(userId, clientId);
    return first ?? this.unitOfWork.run(() => this.say(wanted), [postCacheTag(postId)]);
  }

  private async say(wanted: NewComment): Promise<StoredComment> {
    const { postId, userId, clientId, text } = wanted;
    const asked = await this.answered(wanted);
    const { post, mentionIds, at, said } = await this.thread.run({
      ...{ postId, userId, text },
      answeredIds: asked ? [asked.authorId] : [],
    });
    // Its author is held: the same command at the same time has ended by now.
    const first = await this.comments.byCommand(userId, clientId);
    if (first) return first;
    // As it is now that nothing else is said here.
    const answered = await this.answered(wanted);
    const comment = await this.add.run({
      ...{ postId, authorId: userId, clientId, text: said.texts.text, mentionIds, at },
      parentId: answered ? (answered.parentId ?? answered.id) : null,
    });
    await this.tell.said(comment, post.authorId, answered?.authorId);
    await said.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.publish(new PostCountsChanged(postId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.publish(new CommentsChanged(postId, changed));
    return comment;
  }

  private async answered({ postId, parentId }: NewComment): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const answered = await this.comments.byId(parentId);
    if (answered?.postId !== postId) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (answered.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return answered;
  }
}
