import { Injectable } from '@nestjs/common';
import type { StoredComment } from '../../domain/talk/comments.js';
import { type CommentNoticeKind, Notices } from '../../domain/talk/notices.js';
import { type NoticeDraft, TellPeople } from './tell-people.js';

/** Inside the transaction that says something: tells those whom it calls, answers, or whose picture it is about, each once. */
@Injectable()
export class TellOfComments {
  constructor(
    private readonly notices: Notices,
    private readonly tell: TellPeople,
  ) {}

  /** Whoever is told here hears from the author: HoldThread has seen to it. */
  async said(comment: StoredComment, postAuthorId: string, answeredId?: string): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => draftOf(comment, id, 'commentMention')),
      ...(answeredId === undefined ? [] : [draftOf(comment, answeredId, 'commentReply')]),
      draftOf(comment, postAuthorId, 'comment'),
    ];
    await this.tell.run(drafts.filter(({ personId }) => personId !== comment.authorId));
  }

  /** Those whom it calls only now. */
  async edited(comment: StoredComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const told = await this.notices.toldOf({ commentId: comment.id });
    const fresh = comment.mentionIds.filter((id) => !told.has(id) && id !== comment.authorId);
    await this.tell.run(fresh.map((id) => draftOf(comment, id, 'commentMention')));
  }
}

const draftOf = (
  { id: commentId, postId, authorId, editedAt, at }: StoredComment,
  personId: string,
  kind: CommentNoticeKind,
): NoticeDraft => ({ personId, kind, postId, commentId, peopleIds: [authorId], at: editedAt ?? at });
