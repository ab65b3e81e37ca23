import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { type ModelCredit, ModelCredits, Versions } from '@visionary/hub';
import { bundledSince, modelUsageBundle, type Notification } from '../../domain/notifications/notifications.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { type UsedModel, usedModelsOf } from '../../domain/posts/used-models-of.js';
import { ModelPostsRepository } from '../../storage/model-posts/model-posts.repository.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { NotificationWriter } from './notification-writer.js';

/**
 * Notifies creators when others publish images made with their models and LoRAs, inside the transaction that publishes or
 * removes the image. Each model or LoRA has one unread bundle. The lock on its credit serializes concurrent counts.
 */
@Injectable()
export class ModelUsageNotifier {
  constructor(
    private readonly posts: Posts,
    private readonly modelPosts: ModelPostsRepository,
    private readonly modelCredits: ModelCredits,
    private readonly versions: Versions,
    private readonly notifications: NotificationsRepository,
    private readonly blocks: Blocks,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  /** Runs after the mentions are notified, so that a mentioned creator isn't notified twice. */
  async published(post: Post): Promise<void> {
    const loras = await this.posts.lorasOf([post.id]);
    const credits = await this.modelCredits.ofFiles(usedModelsOf(post, loras.get(post.id)));
    const others = credits.filter(({ userId }) => userId !== post.authorId);
    if (others.length === 0) return;
    const blocked = await this.blocks.blockedAmong(post.authorId, [...new Set(others.map(({ userId }) => userId))]);
    const notified = await this.notifications.recipientsOf({ postId: post.id });
    const countedModels = new Set<string>();
    for (const credit of others) {
      if (blocked.has(credit.userId) || notified.has(credit.userId)) continue;
      // Two versions of one model in one image count once.
      const modelId = await this.modelIdOf(credit);
      if (modelId === null || !countedModels.has(modelId)) await this.addUsage(credit, post);
      if (modelId !== null) countedModels.add(modelId);
    }
  }

  /** Recounts the unread bundles of these models. */
  async removed(used: readonly UsedModel[]): Promise<void> {
    for (const credit of await this.modelCredits.ofFiles(used)) {
      if (!(await this.modelCredits.hold(credit))) continue;
      const bundle = await this.notifications.unreadBundle(credit.userId, modelUsageBundle(credit));
      if (!bundle) continue;
      const usage = await this.modelPosts.usageSince(credit, bundledSince(bundle), LIMITS.namedUsers);
      if (!usage) await this.notificationWriter.delete({ ids: [bundle.id] });
      else {
        const { users: count, userIds, images, newestPostId: postId } = usage;
        await this.notifications.updateUnread({
          ...bundle,
          count,
          userIds,
          postId,
          extra: { ...bundle.extra, images },
        });
      }
    }
  }

  private async addUsage(credit: ModelCredit, post: Post): Promise<void> {
    const { kind, name, userId } = credit;
    if (!(await this.notificationWriter.isWanted(userId, 'modelUsed')) || !(await this.modelCredits.hold(credit))) {
      return;
    }
    const key = modelUsageBundle(credit);
    const bundle = await this.notifications.unreadBundle(userId, key);
    if (bundle && (await this.notificationWriter.extend(await this.extended(bundle, credit, post)))) return;
    await this.notificationWriter.add([
      {
        userId,
        kind: 'modelUsed',
        bundle: key,
        modelId: await this.modelIdOf(credit),
        postId: post.id,
        userIds: [post.authorId],
        extra: { since: post.at, made: { kind, id: name }, images: 1 },
        at: post.at,
      },
    ]);
  }

  private async extended(bundle: Notification, credit: ModelCredit, { id, authorId, at }: Post): Promise<Notification> {
    // The post counts even if the clock of its node is behind.
    const since = Math.min(at, bundledSince(bundle));
    const isCounted = await this.modelPosts.isKnownUser(credit, { id, authorId }, since);
    const userIds = [authorId, ...bundle.userIds.filter((one) => one !== authorId)];
    return {
      ...bundle,
      count: bundle.count + (isCounted ? 0 : 1),
      userIds: userIds.slice(0, LIMITS.namedUsers),
      postId: id,
      extra: { ...bundle.extra, since, images: (bundle.extra.images ?? 0) + 1 },
      at: Math.max(at, bundle.at),
    };
  }

  /** Null for a local model. The use id of a version is the name in its credit. */
  private async modelIdOf({ name }: ModelCredit): Promise<string | null> {
    return (await this.versions.byUseId(name))?.modelId ?? null;
  }
}
