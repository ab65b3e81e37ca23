import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsMoved } from '../../domain/posts/events.js';
import { postSubject } from '../../domain/posts/subjects.js';
import { Comments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged } from '../../domain/talk/events.js';
import { AddComment } from './add-comment.js';
import { HoldThread } from './hold-thread.js';
import { TellOfComments } from './tell-of-comments.js';

export interface CommentToSay {
  readonly postId: string;
  readonly personId: string;
  readonly clientId: string;
  /** What it answers: a comment on the picture, or an answer to one; then it stands beneath the same. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

/** Says something about a picture, once for each clientId. */
@Injectable()
export class SayComment {
  constructor(
    private readonly comments: Comments,
    private readonly thread: HoldThread,
    private readonly add: AddComment,
    private readonly tell: TellOfComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns what was said first where the command comes again, whatever it says now
   * @throws Rejection FEED_COMMENT_NOT_FOUND and FEED_COMMENT_REMOVED for what it answers, and as HoldThread
   */
  async run(wanted: CommentToSay): Promise<StoredComment> {
    const { personId, clientId, postId } = wanted;
    const first = await this.comments.byCommand(personId, clientId);
    return first ?? this.unitOfWork.run(() => this.say(wanted), [postSubject(postId)]);
  }

  private async say(wanted: CommentToSay): Promise<StoredComment> {
    const { postId, personId, clientId, text } = wanted;
    const asked = await this.answered(wanted);
    const { post, mentionIds, at, said } = await this.thread.run({
      ...{ postId, personId, text },
      answeredIds: asked ? [asked.authorId] : [],
    });
    // Its author is held: the same command at the same time has ended by now.
    const first = await this.comments.byCommand(personId, clientId);
    if (first) return first;
    // As it is now that nothing else is said here.
    const answered = await this.answered(wanted);
    const comment = await this.add.run({
      ...{ postId, authorId: personId, clientId, text: said.texts.text, mentionIds, at },
      parentId: answered ? (answered.parentId ?? answered.id) : null,
    });
    await this.tell.said(comment, post.authorId, answered?.authorId);
    await said.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.announce(new PostCountsMoved(postId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.announce(new CommentsChanged(postId, changed));
    return comment;
  }

  private async answered({ postId, parentId }: CommentToSay): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const answered = await this.comments.byId(parentId);
    if (answered?.postId !== postId) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (answered.removed) throw new Rejection('FEED_COMMENT_REMOVED');
    return answered;
  }
}
