import { Injectable } from '@nestjs/common';
import type { ModelCredit } from '@visionary/hub';
import type { UsedModel } from '../../domain/posts/used-models-of.js';
import type { Post } from '../../domain/posts/post.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { ModelUsageReader } from '../../domain/comments/model-usage-reader.js';
import { type Notification, Notifications, usesBundle } from '../../domain/comments/notifications.js';
import { ModelCreators } from './model-creators.js';
import { NotificationWriter } from './tell-users.js';

type Published = Pick<Post, 'id' | 'authorId' | 'at'>;

/**
 * What others publish with a model or a LoRA makes one unread notice for its creator, however much it is. Whoever counts holds
 * what says who made it, so that those who publish at once are counted one after the other.
 */
@Injectable()
export class BundleModelUsage {
  constructor(
    private readonly notifications: Notifications,
    private readonly uses: ModelUsageReader,
    private readonly credits: ModelCreators,
    private readonly tell: NotificationWriter,
    private readonly limits: TalkLimits,
  ) {}

  /** Inside the transaction that publishes it. */
  async used(modelCredit: ModelCredit, post: Published): Promise<void> {
    const { kind, name, userId } = modelCredit;
    if (!(await this.tell.wants(userId, 'modelUsed')) || !(await this.credits.hold(modelCredit))) return;
    const bundle = usesBundle(modelCredit);
    const known = await this.notifications.findBundle(userId, bundle);
    if (known && (await this.tell.grow(await this.grown(known, modelCredit, post)))) return;
    const extra = { since: post.at, made: { kind, id: name }, images: 1 };
    const modelId = await this.credits.modelOf(modelCredit);
    const about = { bundle, modelId, postId: post.id, userIds: [post.authorId], extra, at: post.at };
    await this.tell.run([{ userId, kind: 'modelUsed', ...about }]);
  }

  /** Inside the transaction that takes images away: what is still unread of those made with these. */
  async gone(made: readonly UsedModel[]): Promise<void> {
    for (const credit of await this.credits.ofFiles(made)) {
      if (!(await this.credits.hold(credit))) continue;
      const known = await this.notifications.findBundle(credit.userId, usesBundle(credit));
      if (!known) continue;
      const left = await this.uses.since(credit, sinceOf(known), this.limits.usersNamed);
      if (!left) await this.tell.forget({ ids: [known.id] });
      else {
        const { users: count, userIds, images, newestPostId: postId } = left;
        await this.notifications.extendBundle({ ...known, count, userIds, postId, extra: { ...known.extra, images } });
      }
    }
  }

  private async grown(
    known: Notification,
    modelCredit: ModelCredit,
    { id, authorId, at }: Published,
  ): Promise<Notification> {
    // Clocks of nodes differ: whatever is counted here is known by it.
    const since = Math.min(at, sinceOf(known));
    const isCounted = await this.uses.isKnownUser(modelCredit, { id, authorId }, since);
    const users = [authorId, ...known.userIds.filter((one) => one !== authorId)];
    return {
      ...known,
      count: known.count + (isCounted ? 0 : 1),
      userIds: users.slice(0, this.limits.usersNamed),
      postId: id,
      extra: { ...known.extra, since, images: (known.extra.images ?? 0) + 1 },
      at: Math.max(at, known.at),
    };
  }
}

const sinceOf = ({ extra, at }: Notification): number => extra.since ?? at;
