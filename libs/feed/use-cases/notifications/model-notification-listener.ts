import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks, BlocksChanged } from '@visionary/accounts';
import { ReactionsChanged, ReactionsDeleted } from '@visionary/comments';
import {
  HubModelRemoved,
  type HubReview,
  ModelFeedbackDeleted,
  ModelReviewed,
  QuarantineReasons,
  type Version,
  Versions,
  VersionWithdrawn,
} from '@visionary/hub';
import { Clock, DomainEvents } from '@visionary/kernel';
import { ModelReactionBundles } from './model-reaction-bundles.js';
import { NotificationWriter } from './notification-writer.js';

/** Notifies users about models of the hub, inside the transaction that changes them. */
@Injectable()
export class ModelNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly reactionBundles: ModelReactionBundles,
    private readonly notificationWriter: NotificationWriter,
    private readonly blocks: Blocks,
    private readonly versions: Versions,
    private readonly quarantineReasons: QuarantineReasons,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { events, reactionBundles } = this;
    events.beforeCommit(ModelReviewed, ({ review, creatorId, isNew }) =>
      isNew ? this.reviewed(review, creatorId) : undefined,
    );
    events.beforeCommit(ModelFeedbackDeleted, ({ ids }) => this.notificationWriter.delete({ commentIds: ids }));
    events.beforeCommit(ReactionsChanged, ({ target, ownerId, reaction, isAdded }) =>
      target.kind === 'model' ? reactionBundles.changed(target.id, ownerId, isAdded ? reaction.at : null) : undefined,
    );
    events.beforeCommit(ReactionsDeleted, ({ kind, reactions }) =>
      kind === 'model' ? this.reactionsDeleted(reactions.map(({ subjectId }) => subjectId)) : undefined,
    );
    events.beforeCommit(BlocksChanged, ({ userId, otherId }) => reactionBundles.recountBetween(userId, otherId));
    events.beforeCommit(VersionWithdrawn, ({ version, why }) =>
      why === 'quarantined' ? this.quarantined(version) : undefined,
    );
    events.beforeCommit(HubModelRemoved, ({ modelId }) => this.notificationWriter.delete({ modelId }));
  }

  private async reactionsDeleted(modelIds: readonly string[]): Promise<void> {
    for (const { id, creatorId } of await this.versions.modelsByIds([...new Set(modelIds)])) {
      await this.reactionBundles.changed(id, creatorId, null);
    }
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
