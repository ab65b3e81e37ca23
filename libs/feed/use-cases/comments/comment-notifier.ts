import { Injectable } from '@nestjs/common';
import type { StoredComment } from '../../domain/comments/comments.js';
import { type CommentNotificationKind, Notifications } from '../../domain/comments/notifications.js';
import { type NewNotification, NotificationWriter } from './tell-users.js';

/** Inside the transaction that says something: tells those whom it calls, answers, or whose image it is about, each once. */
@Injectable()
export class CommentNotifier {
  constructor(
    private readonly notifications: Notifications,
    private readonly tell: NotificationWriter,
  ) {}

  /** Whoever is told here hears from the author: HoldThread has seen to it. */
  async said(comment: StoredComment, postAuthorId: string, answeredId?: string): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => draftOf(comment, id, 'commentMention')),
      ...(answeredId === undefined ? [] : [draftOf(comment, answeredId, 'commentReply')]),
      draftOf(comment, postAuthorId, 'comment'),
    ];
    await this.tell.run(drafts.filter(({ userId }) => userId !== comment.authorId));
  }

  /** Those whom it calls only now. */
  async edited(comment: StoredComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const told = await this.notifications.toldOf({ commentId: comment.id });
    const fresh = comment.mentionIds.filter((id) => !told.has(id) && id !== comment.authorId);
    await this.tell.run(fresh.map((id) => draftOf(comment, id, 'commentMention')));
  }
}

const draftOf = (
  { id: commentId, postId, authorId, editedAt, at }: StoredComment,
  userId: string,
  kind: CommentNotificationKind,
): NewNotification => ({ userId, kind, postId, commentId, userIds: [authorId], at: editedAt ?? at });
