import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import { CommentsService, ReactionsChanged, ReactionsDeleted, ReactionsRepository } from '@visionary/comments';
import { LIMITS, type QuarantineReason } from '@visionary/contract';
import { Clock, DomainEvents } from '@visionary/kernel';
import { Inbox, type Notification, type NotificationDetails, Notifications } from '@visionary/notifications';
import { HubModelRemoved, VersionWithdrawn } from '../../domain/events.js';
import { ModelFeedbackDeleted, ModelReviewed } from '../../domain/feedback/events.js';
import { QuarantineReasons } from '../../domain/registries.js';
import { type Version } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

/** Of a published or quarantined version. */
interface VersionFacts {
  readonly label: string;
  readonly setAside?: QuarantineReason;
}

const bundleKeyOf = (modelId: string): string => `modelReactions:${modelId}`;

/** Notifies users about models inside the transaction that changes them, and shows these notifications. */
@Injectable()
export class ModelNotifications implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly inbox: Inbox,
    private readonly notifications: Notifications,
    private readonly comments: CommentsService,
    private readonly reviews: SqlReviews,
    private readonly reactions: ReactionsRepository,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly quarantineReasons: QuarantineReasons,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { events, inbox, notifications } = this;
    events.beforeCommit(ModelReviewed, async ({ review, creatorId: userId, isNew }) => {
      // An edited review isn't notified again: the notification shows its current text.
      const { id: subjectId, modelId: parentId, userId: actorId, at } = review;
      if (isNew) await notifications.publish([{ kind: 'modelReview', userId, actorId, subjectId, parentId, at }]);
    });
    events.beforeCommit(ModelFeedbackDeleted, ({ ids }) => notifications.withdraw({ aboutIds: ids }));
    events.beforeCommit(ReactionsChanged, ({ target: { kind, id }, ownerId, reaction, isAdded }) => {
      if (kind !== 'model') return;
      return isAdded ? this.addReaction(id, ownerId, reaction.at) : this.recountReactions(id, ownerId);
    });
    events.beforeCommit(ReactionsDeleted, async ({ kind, reactions }) => {
      if (kind !== 'model') return;
      const modelIds = [...new Set(reactions.map(({ subjectId }) => subjectId))];
      for (const model of await this.versions.modelsByIds(modelIds)) {
        await this.recountReactions(model.id, model.creatorId);
      }
    });
    events.beforeCommit(BlocksChanged, async ({ userId, otherId }) => {
      await this.recountReactionsOf(userId);
      await this.recountReactionsOf(otherId);
    });
    events.beforeCommit(VersionWithdrawn, ({ version, reason }) =>
      reason === 'quarantined' ? this.notifyOfQuarantine(version) : undefined,
    );
    events.beforeCommit(HubModelRemoved, ({ modelId }) => notifications.withdraw({ aboutIds: [modelId] }));
    inbox.register(['modelComment', 'modelReply', 'modelMention'], (batch) => this.ofComments(batch));
    inbox.register(['modelReview'], (batch) => this.ofReviews(batch));
    inbox.register(['modelReactions', 'modelPublished', 'versionPublished', 'versionQuarantined'], (batch) =>
      this.ofModels(batch),
    );
  }

  private addReaction(modelId: string, creatorId: string, at: number): Promise<void> {
    return this.notifications.bundle(
      { kind: 'modelReactions', userId: creatorId, bundleKey: bundleKeyOf(modelId), subjectId: modelId, at },
      (since) => this.reactionsSince(modelId, creatorId, since),
    );
  }

  private async recountReactionsOf(creatorId: string): Promise<void> {
    for (const { subjectId } of await this.notifications.unreadBundles('modelReactions', { userIds: [creatorId] })) {
      if (subjectId !== null && (await this.modelCounters.hold(subjectId))) {
        await this.recountReactions(subjectId, creatorId);
      }
    }
  }

  private recountReactions(modelId: string, creatorId: string): Promise<void> {
    return this.notifications.recount(creatorId, bundleKeyOf(modelId), (since) =>
      this.reactionsSince(modelId, creatorId, since),
    );
  }

  private async reactionsSince(modelId: string, creatorId: string, since: number) {
    const target = { kind: 'model', id: modelId } as const;
    const { count, userIds, emojis } = await this.reactions.summarySince(target, since, creatorId, LIMITS.namedUsers);
    return count === 0 ? null : { count, actorIds: userIds, facts: { emojis } };
  }

  private async notifyOfQuarantine({ modelId, label, useId }: Version): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const setAside = await this.quarantineReasons.of(useId);
    const facts: VersionFacts = { label, ...(setAside && { setAside }) };
    const shared = { kind: 'versionQuarantined', subjectId: modelId, facts, at: this.clock.now() } as const;
    await this.notifications.publish([{ ...shared, userId: model.creatorId }]);
  }

  private async ofComments(notifications: readonly Notification[]) {
    const modelOf = await this.modelsOf(notifications);
    const texts = await this.comments.textsOf(notifications.flatMap(({ subjectId }) => subjectId ?? []));
    return (notification: Notification): NotificationDetails | null => {
      const found = modelOf(notification);
      const text = texts.get(notification.subjectId ?? '');
      if (!found || notification.subjectId === null || text === undefined) return null;
      // A reply quotes a thread that the recipient wrote in.
      const isTextHidden = found.isHidden && notification.kind === 'modelMention';
      return { model: found.model, commentId: notification.subjectId, text: isTextHidden ? '' : text };
    };
  }

  private async ofReviews(notifications: readonly Notification[]) {
    const modelOf = await this.modelsOf(notifications);
    const rows = await this.reviews.byIds(notifications.flatMap(({ subjectId }) => subjectId ?? []));
    const reviews = new Map(rows.map((review) => [review.id, review]));
    return (notification: Notification): NotificationDetails | null => {
      const model = modelOf(notification)?.model;
      const review = reviews.get(notification.subjectId ?? '');
      return model && review ? { model, stars: review.stars, text: review.text } : null;
    };
  }

  private async ofModels(notifications: readonly Notification[]) {
    const modelOf = await this.modelsOf(notifications);
    return (notification: Notification): NotificationDetails | null => {
      const found = modelOf(notification);
      if (!found) return null;
      const { model, isHidden } = found;
      if (notification.kind === 'modelReactions') {
        return { model, emojis: (notification.facts as { readonly emojis: string[] }).emojis };
      }
      const { label, setAside } = notification.facts as VersionFacts;
      return { model, label: isHidden ? '' : label, ...(setAside && { reason: setAside }) };
    };
  }

  private async modelsOf(notifications: readonly Notification[]) {
    const modelIdOf = ({ subjectId, parentId }: Notification) => parentId ?? subjectId;
    const subjectOf = await this.inbox.subjects(notifications, modelIdOf, async (ids) =>
      (await this.versions.modelsByIds(ids)).map((model) => ({ ...model, ownerId: model.creatorId })),
    );
    return (notification: Notification) => {
      const found = subjectOf(notification);
      if (!found) return null;
      const { isHidden, subject } = found;
      return { model: { id: subject.id, name: isHidden ? '' : subject.name }, isHidden };
    };
  }
}
