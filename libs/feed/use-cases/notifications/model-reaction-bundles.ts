import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { ModelFeedback } from '@visionary/hub';
import { bundledSince, modelReactionsBundle, type Notification } from '../../domain/notifications/notifications.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { NotificationWriter } from './notification-writer.js';

/** Bundles reactions to a model into one unread notification for its creator, inside a transaction that locks the model. */
@Injectable()
export class ModelReactionBundles {
  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly feedback: ModelFeedback,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  /** @param givenAt null when a reaction was removed */
  async changed(modelId: string, creatorId: string, givenAt: number | null): Promise<void> {
    const key = modelReactionsBundle(modelId);
    const bundle = await this.notifications.unreadBundle(creatorId, key);
    if (givenAt === null) return bundle ? this.recount(bundle) : undefined;
    if (!(await this.notificationWriter.isWanted(creatorId, 'modelReactions'))) return;
    // The reaction counts even if the clock of its node is behind.
    const since = Math.min(givenAt, bundle ? bundledSince(bundle) : givenAt);
    const { count, userIds, emojis } = await this.feedback.givers(modelId, since, creatorId, LIMITS.namedUsers);
    // Reactions of blocked users change nothing.
    if (count === 0 || (bundle?.count === count && hasSameItems(bundle.extra.emojis, emojis))) return;
    if (bundle) {
      const at = Math.max(givenAt, bundle.at);
      if (await this.notificationWriter.extend({ ...bundle, count, userIds, extra: { since, emojis }, at })) return;
    }
    await this.notificationWriter.add([
      {
        userId: creatorId,
        kind: 'modelReactions',
        bundle: key,
        modelId,
        userIds: userIds.slice(0, 1),
        extra: { since: givenAt, emojis },
        at: givenAt,
      },
    ]);
  }

  /** Runs inside the transaction in which one of two users blocks or unblocks the other. */
  async recountBetween(userId: string, otherId: string): Promise<void> {
    for (const creatorId of [userId, otherId]) {
      for (const { modelId, bundle } of await this.notifications.unreadModelReactionBundles(creatorId)) {
        if (modelId === null || bundle === null || (await this.feedback.hold(modelId)) === null) continue;
        const current = await this.notifications.unreadBundle(creatorId, bundle);
        if (current) await this.recount(current);
      }
    }
  }

  private async recount(bundle: Notification): Promise<void> {
    const { modelId, userId } = bundle;
    if (modelId === null) return;
    const since = bundledSince(bundle);
    const { count, userIds, emojis } = await this.feedback.givers(modelId, since, userId, LIMITS.namedUsers);
    if (count === 0) return this.notificationWriter.delete({ ids: [bundle.id] });
    await this.notifications.updateUnread({ ...bundle, count, userIds, extra: { since, emojis } });
  }
}

const hasSameItems = (some: readonly string[] = [], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
