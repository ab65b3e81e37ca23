import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { HubReview, ModelComment } from '@visionary/hub';
import { type ModelNotificationKind, Notifications } from '../../domain/comments/notifications.js';
import { type NewNotification, NotificationWriter } from './tell-users.js';

/** Inside the transaction that says something about a model: tells those whom it calls, answers, or whose model it is, each once. */
@Injectable()
export class ModelNotifier {
  constructor(
    private readonly notifications: Notifications,
    private readonly blocks: Blocks,
    private readonly tell: NotificationWriter,
  ) {}

  /** Whoever is told here hears from the author: who says it has seen to it. */
  async said(comment: ModelComment, creatorId: string, answeredId: string | null): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => draftOf(comment, id, 'modelMention')),
      ...(answeredId === null ? [] : [draftOf(comment, answeredId, 'modelReply')]),
      draftOf(comment, creatorId, 'modelComment'),
    ];
    await this.tell.run(drafts.filter(({ userId }) => userId !== comment.authorId));
  }

  /** Those whom it calls only now. */
  async edited(comment: ModelComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const told = await this.notifications.toldOf({ commentId: comment.id });
    const fresh = comment.mentionIds.filter((id) => !told.has(id) && id !== comment.authorId);
    await this.tell.run(fresh.map((id) => draftOf(comment, id, 'modelMention')));
  }

  /** Its creator, of what is new; said otherwise it is told as it is then. */
  async reviewed({ id: commentId, modelId, userId, at }: HubReview, creatorId: string): Promise<void> {
    if (await this.blocks.isBlocked(userId, creatorId)) return;
    const about = { kind: 'modelReview', modelId, commentId, userIds: [userId], at } as const;
    await this.tell.run([{ ...about, userId: creatorId }]);
  }

  /** What was said is nowhere any more. */
  async erased(ids: readonly string[]): Promise<void> {
    await this.tell.forget({ commentIds: ids });
  }

  /** With everything that was told of it. */
  async removed(modelId: string): Promise<void> {
    await this.tell.forget({ modelId });
  }
}

const draftOf = (
  { id: commentId, modelId, authorId, editedAt, at }: ModelComment,
  userId: string,
  kind: ModelNotificationKind,
): NewNotification => ({ userId, kind, modelId, commentId, userIds: [authorId], at: editedAt ?? at });
