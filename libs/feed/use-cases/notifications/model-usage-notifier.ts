import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { type ModelCredit, ModelCredits, Versions } from '@visionary/hub';
import { extendBundle, Notifications } from '@visionary/notifications';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { type UsedModel, usedModelsOf } from '../../domain/posts/used-models-of.js';
import { ModelPostsRepository } from '../../storage/model-posts/model-posts.repository.js';

export interface ModelUsageFacts {
  /** The model or addition that was used, by its local name. The subject is the newest image made with it. */
  readonly made: { readonly kind: UsedModel['kind']; readonly id: string };
  readonly images: number;
}

const bundleKeyOf = ({ kind, hash }: UsedModel): string => `${kind}:${hash}`;

/**
 * Notifies creators when others publish images made with their models and additions, inside the transaction that publishes
 * or removes the image. Each has one unread bundle. The lock on its credit serializes concurrent counts.
 */
@Injectable()
export class ModelUsageNotifier {
  constructor(
    private readonly posts: Posts,
    private readonly modelPosts: ModelPostsRepository,
    private readonly modelCredits: ModelCredits,
    private readonly versions: Versions,
    private readonly notifications: Notifications,
  ) {}

  /** @param mentionedIds users who were notified of a mention; each user is notified once */
  async notifyOfPost(post: Post, mentionedIds: ReadonlySet<string>): Promise<void> {
    const additions = await this.posts.additionsOf([post.id]);
    const countedModels = new Set<string>();
    for (const credit of await this.modelCredits.ofFiles(usedModelsOf(post, additions.get(post.id)))) {
      if (credit.userId === post.authorId || mentionedIds.has(credit.userId)) continue;
      // Null for a local model. The use id of a version is the name in its credit.
      const modelId = (await this.versions.byUseId(credit.name))?.modelId ?? null;
      // Two versions of one model in one image count once.
      if (modelId !== null && countedModels.has(modelId)) continue;
      if (modelId !== null) countedModels.add(modelId);
      if (await this.modelCredits.hold(credit)) await this.addUsage(credit, modelId, post);
    }
  }

  /** Who is credited with the model and additions of a post. */
  async creatorsOf(post: Post): Promise<string[]> {
    const additions = await this.posts.additionsOf([post.id]);
    const credits = await this.modelCredits.ofFiles(usedModelsOf(post, additions.get(post.id)));
    return credits.map(({ userId }) => userId);
  }

  /** Recounts the unread bundles of these models. */
  async recount(models: readonly UsedModel[]): Promise<void> {
    for (const credit of await this.modelCredits.ofFiles(models)) {
      if (!(await this.modelCredits.hold(credit))) continue;
      await this.notifications.recount(credit.userId, bundleKeyOf(credit), async (since) => {
        const usage = await this.modelPosts.usageSince(credit, since, LIMITS.namedUsers);
        if (!usage) return null;
        const { users: count, userIds: actorIds, images, newestPostId: subjectId } = usage;
        return { count, actorIds, subjectId, facts: factsOf(credit, images) };
      });
    }
  }

  private async addUsage(credit: ModelCredit, modelId: string | null, post: Post): Promise<void> {
    const { id: subjectId, authorId: actorId, at } = post;
    const shared = { kind: 'modelUsed', userId: credit.userId, actorId, bundleKey: bundleKeyOf(credit) } as const;
    const draft = { ...shared, subjectId, ...(modelId !== null && { parentId: modelId }), at };
    await this.notifications.bundle(draft, async (since, unread) => {
      const isCounted = unread !== undefined && (await this.modelPosts.isKnownUser(credit, post, since));
      const { images = 0 } = (unread?.facts ?? {}) as Partial<ModelUsageFacts>;
      return { ...extendBundle(unread, actorId, isCounted, factsOf(credit, images + 1)), subjectId };
    });
  }
}

const factsOf = ({ kind, name }: ModelCredit, images: number): ModelUsageFacts => ({
  made: { kind, id: name },
  images,
});
