import { Injectable } from '@nestjs/common';
import { ModelFeedback } from '@visionary/hub';
import { TalkLimits } from '../../domain/comments/limits.js';
import { modelReactionsBundle, type Notification, Notifications } from '../../domain/comments/notifications.js';
import { NotificationWriter } from './tell-users.js';

/** What a model is given makes one unread notice for its creator, however much it is. Inside a transaction that holds the model. */
@Injectable()
export class BundleModelReactions {
  constructor(
    private readonly notifications: Notifications,
    private readonly saying: ModelFeedback,
    private readonly tell: NotificationWriter,
    private readonly limits: TalkLimits,
  ) {}

  /** @param givenAt null where something was taken back */
  async moved(modelId: string, creatorId: string, givenAt: number | null): Promise<void> {
    const bundle = modelReactionsBundle(modelId);
    const known = await this.notifications.findBundle(creatorId, bundle);
    if (givenAt === null) return known ? this.recount(known) : undefined;
    if (!(await this.tell.wants(creatorId, 'modelReactions'))) return;
    // Clocks of nodes differ: whatever is counted here is known by it.
    const since = Math.min(givenAt, known ? sinceOf(known) : givenAt);
    const { count, ids: userIds, emojis } = await this.saying.givers(modelId, since, creatorId, this.limits.usersNamed);
    const extra = { since, emojis };
    // By somebody whom the creator does not hear: nothing more is to be told.
    if (count === 0 || (known?.count === count && sameAs(known.extra.emojis, emojis))) return;
    if (known && (await this.tell.grow({ ...known, count, userIds, extra, at: Math.max(givenAt, known.at) }))) return;
    const about = { bundle, modelId, userIds: userIds.slice(0, 1), extra: { since: givenAt, emojis }, at: givenAt };
    await this.tell.run([{ userId: creatorId, kind: 'modelReactions', ...about }]);
  }

  /** Inside the transaction in which two part, or come together again. */
  async between(userId: string, otherId: string): Promise<void> {
    for (const creatorId of [userId, otherId]) {
      for (const { modelId, bundle } of await this.notifications.gatheringOfModels(creatorId)) {
        if (modelId === null || bundle === null || !(await this.saying.hold(modelId))) continue;
        const now = await this.notifications.findBundle(creatorId, bundle);
        if (now) await this.recount(now);
      }
    }
  }

  private async recount(known: Notification): Promise<void> {
    const { modelId, userId } = known;
    if (modelId === null) return;
    const since = sinceOf(known);
    const { count, ids, emojis } = await this.saying.givers(modelId, since, userId, this.limits.usersNamed);
    if (count === 0) return this.tell.forget({ ids: [known.id] });
    await this.notifications.extendBundle({ ...known, count, userIds: ids, extra: { since, emojis } });
  }
}

const sinceOf = ({ extra, at }: Notification): number => extra.since ?? at;

const sameAs = (some: readonly string[] = [], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
