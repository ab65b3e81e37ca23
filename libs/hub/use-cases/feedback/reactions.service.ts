import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { isEmoji, Rejection, UnitOfWork } from '@visionary/kernel';
import { FeedbackReactionsChanged, ModelCountsChanged, ModelReactionsChanged } from '../../domain/feedback/events.js';
import { HEART, type ReactionCount } from '../../domain/feedback/reactions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';
import { LockModel } from './lock-model.js';

interface ReactionInput {
  readonly userId: string;
  readonly emoji: string;
  /** False removes the reaction. */
  readonly on: boolean;
}

/** Emoji reactions to models and reviews. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly reactions: SqlReactions,
    private readonly reviews: SqlReviews,
    private readonly modelCounters: SqlModelCounters,
    private readonly lockModel: LockModel,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the emoji that the user has given to the model, oldest first
   * @throws Rejection HUB_INVALID_EMOJI, HUB_TOO_MANY_REACTIONS { limit }, and as LockModel
   */
  async reactToModel({
    modelId,
    userId,
    emoji,
    on,
  }: ReactionInput & { readonly modelId: string }): Promise<readonly string[]> {
    requireEmoji(emoji);
    const work = async () => {
      const { model, at } = await this.lockModel.run(modelId, userId);
      if (await this.set(modelId, { userId, emoji, on }, at)) {
        if (emoji === HEART) await this.modelCounters.count(modelId, { likes: on ? 1 : -1 });
        this.unitOfWork.publish(new ModelReactionsChanged(modelId, model.creatorId, on ? at : null));
        this.unitOfWork.publish(new ModelCountsChanged(modelId));
      }
      return (await this.reactions.ofUser(userId, [modelId])).get(modelId) ?? [];
    };
    return this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }

  /**
   * @param input `id` of a review
   * @throws Rejection HUB_REVIEW_NOT_FOUND, and as `reactToModel`
   */
  async reactToFeedback({ id, userId, emoji, on }: ReactionInput & { readonly id: string }): Promise<void> {
    requireEmoji(emoji);
    const modelId = await this.modelIdOf(id);
    await this.unitOfWork.run(async () => {
      const { at } = await this.lockModel.run(modelId, userId);
      // Read again under the lock.
      await this.modelIdOf(id);
      const hasChanged = await this.set(id, { userId, emoji, on }, at);
      if (hasChanged) this.unitOfWork.publish(new FeedbackReactionsChanged(modelId, id));
    });
  }

  /** @param targetId of a model or review. Most given first */
  async countsOf(targetId: string): Promise<readonly ReactionCount[]> {
    return (await this.reactions.of([targetId])).get(targetId) ?? [];
  }

  /** Idempotent. @returns whether anything changed */
  private async set(targetId: string, { userId, emoji, on }: ReactionInput, at: number): Promise<boolean> {
    if (!on) return this.reactions.remove(targetId, userId, emoji);
    const given = await this.countsOf(targetId);
    const limit = LIMITS.emojiPerMessage;
    if (given.length >= limit && !given.some((count) => count.emoji === emoji)) {
      throw new Rejection('HUB_TOO_MANY_REACTIONS', { limit });
    }
    return this.reactions.add(targetId, userId, emoji, at);
  }

  private async modelIdOf(id: string): Promise<string> {
    const review = await this.reviews.byId(id);
    if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
    return review.modelId;
  }
}

const requireEmoji = (emoji: string): void => {
  if (!isEmoji(emoji)) throw new Rejection('HUB_INVALID_EMOJI');
};
