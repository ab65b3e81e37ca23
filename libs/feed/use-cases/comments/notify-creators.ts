import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { usedModelsOf, type UsedModel } from '../../domain/posts/used-models-of.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { Notifications } from '../../domain/comments/notifications.js';
import { ModelCreators } from './model-creators.js';
import { BundleModelUsage } from './bundle-model-usage.js';

/** Inside the transaction that publishes an image or takes some away: tells those whose models and LoRAs made them. */
@Injectable()
export class NotifyCreators {
  constructor(
    private readonly posts: Posts,
    private readonly credits: ModelCreators,
    private readonly notifications: Notifications,
    private readonly blocks: Blocks,
    private readonly gather: BundleModelUsage,
  ) {}

  /** After those whom its words call: a creator among them knows of it. */
  async published(post: Post): Promise<void> {
    const loras = await this.posts.lorasOf([post.id]);
    const credits = await this.credits.ofFiles(usedModelsOf(post, loras.get(post.id)));
    const others = credits.filter(({ userId }) => userId !== post.authorId);
    if (others.length === 0) return;
    const apart = await this.blocks.blockedAmong(post.authorId, [...new Set(others.map(({ userId }) => userId))]);
    const told = await this.notifications.toldOf({ postId: post.id });
    const used = new Set<string>();
    for (const credit of others) {
      if (apart.has(credit.userId) || told.has(credit.userId)) continue;
      // Two versions of one model in one image are one use of it.
      const modelId = await this.credits.modelOf(credit);
      if (modelId === null || !used.has(modelId)) await this.gather.used(credit, post);
      if (modelId !== null) used.add(modelId);
    }
  }

  removed(made: readonly UsedModel[]): Promise<void> {
    return this.gather.gone(made);
  }
}
