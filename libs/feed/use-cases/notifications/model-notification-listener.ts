import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks, BlocksChanged } from '@visionary/accounts';
import {
  HubModelRemoved,
  type HubReview,
  type ModelComment,
  ModelCommented,
  ModelCommentEdited,
  ModelFeedbackDeleted,
  ModelReactionsChanged,
  ModelReviewed,
  QuarantineReasons,
  type Version,
  Versions,
  VersionWithdrawn,
} from '@visionary/hub';
import { Clock, DomainEvents } from '@visionary/kernel';
import type { ModelNotificationKind } from '../../domain/notifications/notifications.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { ModelReactionBundles } from './model-reaction-bundles.js';
import { type NewNotification, NotificationWriter } from './notification-writer.js';

/** Notifies users about models of the hub, inside the transaction that changes them. */
@Injectable()
export class ModelNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly reactionBundles: ModelReactionBundles,
    private readonly notifications: NotificationsRepository,
    private readonly notificationWriter: NotificationWriter,
    private readonly blocks: Blocks,
    private readonly versions: Versions,
    private readonly quarantineReasons: QuarantineReasons,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { events, reactionBundles } = this;
    events.beforeCommit(ModelCommented, ({ comment, creatorId, answeredId }) =>
      this.commented(comment, creatorId, answeredId),
    );
    events.beforeCommit(ModelCommentEdited, ({ comment }) => this.notifyNewMentions(comment));
    events.beforeCommit(ModelReviewed, ({ review, creatorId, isNew }) =>
      isNew ? this.reviewed(review, creatorId) : undefined,
    );
    events.beforeCommit(ModelFeedbackDeleted, ({ ids }) => this.notificationWriter.delete({ commentIds: ids }));
    events.beforeCommit(ModelReactionsChanged, ({ modelId, creatorId, givenAt }) =>
      reactionBundles.changed(modelId, creatorId, givenAt),
    );
    events.beforeCommit(BlocksChanged, ({ userId, otherId }) => reactionBundles.recountBetween(userId, otherId));
    events.beforeCommit(VersionWithdrawn, ({ version, why }) =>
      why === 'quarantined' ? this.quarantined(version) : undefined,
    );
    events.beforeCommit(HubModelRemoved, ({ modelId }) => this.notificationWriter.delete({ modelId }));
  }

  /** Notifies mentioned users, the author of the parent, and the creator, each once. The hub has excluded blocked users. */
  private async commented(comment: ModelComment, creatorId: string, answeredId: string | null): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => notificationOf(comment, id, 'modelMention')),
      ...(answeredId === null ? [] : [notificationOf(comment, answeredId, 'modelReply')]),
      notificationOf(comment, creatorId, 'modelComment'),
    ];
    await this.notificationWriter.add(drafts.filter(({ userId }) => userId !== comment.authorId));
  }

  private async notifyNewMentions(comment: ModelComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const notified = await this.notifications.recipientsOf({ commentId: comment.id });
    const added = comment.mentionIds.filter((id) => !notified.has(id) && id !== comment.authorId);
    await this.notificationWriter.add(added.map((id) => notificationOf(comment, id, 'modelMention')));
  }

  /** An edited review isn't notified again: the notification shows its current text. */
  private async reviewed({ id: commentId, modelId, userId, at }: HubReview, creatorId: string): Promise<void> {
    if (await this.blocks.isBlocked(userId, creatorId)) return;
    await this.notificationWriter.add([
      { userId: creatorId, kind: 'modelReview', modelId, commentId, userIds: [userId], at },
    ]);
  }

  private async quarantined({ modelId, label, useId }: Version): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const setAside = await this.quarantineReasons.of(useId);
    const extra = { label, ...(setAside && { setAside }) };
    const { creatorId: userId } = model;
    await this.notificationWriter.add([
      { userId, kind: 'versionQuarantined', modelId, userIds: [], extra, at: this.clock.now() },
    ]);
  }
}

const notificationOf = (
  { id: commentId, modelId, authorId, editedAt, at }: ModelComment,
  userId: string,
  kind: ModelNotificationKind,
): NewNotification => ({ userId, kind, modelId, commentId, userIds: [authorId], at: editedAt ?? at });
