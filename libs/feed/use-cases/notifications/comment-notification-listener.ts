import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommentAdded, CommentEdited, CommentsRemoved, type StoredComment } from '@visionary/comments';
import { DomainEvents } from '@visionary/kernel';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { type NewNotification, NotificationWriter } from './notification-writer.js';

const KINDS = {
  post: { owner: 'comment', reply: 'commentReply', mention: 'commentMention' },
  model: { owner: 'modelComment', reply: 'modelReply', mention: 'modelMention' },
} as const;

/** Notifies users about comments, inside the transaction that changes them. Blocked users are not among the mentioned ones. */
@Injectable()
export class CommentNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationsRepository,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(CommentAdded, (event) => this.added(event));
    this.events.beforeCommit(CommentEdited, ({ comment }) => this.notifyNewMentions(comment));
    this.events.beforeCommit(CommentsRemoved, ({ ids }) => this.notificationWriter.delete({ commentIds: ids }));
  }

  /** Notifies mentioned users, the author of the parent, and the owner of the subject, each once. */
  private async added({ comment, ownerId, answeredId }: CommentAdded): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => notificationOf(comment, id, 'mention')),
      ...(answeredId === null ? [] : [notificationOf(comment, answeredId, 'reply')]),
      notificationOf(comment, ownerId, 'owner'),
    ];
    await this.notificationWriter.add(drafts.filter(({ userId }) => userId !== comment.authorId));
  }

  private async notifyNewMentions(comment: StoredComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const notified = await this.notifications.recipientsOf({ commentId: comment.id });
    const added = comment.mentionIds.filter((id) => !notified.has(id) && id !== comment.authorId);
    await this.notificationWriter.add(added.map((id) => notificationOf(comment, id, 'mention')));
  }
}

const notificationOf = (
  { id: commentId, subject, authorId, editedAt, at }: StoredComment,
  userId: string,
  why: keyof (typeof KINDS)['post'],
): NewNotification => ({
  userId,
  kind: KINDS[subject.kind][why],
  ...(subject.kind === 'post' ? { postId: subject.id } : { modelId: subject.id }),
  commentId,
  userIds: [authorId],
  at: editedAt ?? at,
});
