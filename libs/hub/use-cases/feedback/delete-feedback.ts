import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  ModelCountsChanged,
  ModelFeedbackDeleted,
  ModelReactionsChanged,
  ReviewDeleted,
} from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { Versions } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

const MODEL_BATCH_SIZE = 500;
const USER_BATCH_SIZE = 200;

/** Deletes reviews and reactions with a user or a model. */
@Injectable()
export class DeleteFeedback {
  constructor(
    private readonly reviews: SqlReviews,
    private readonly reactions: SqlReactions,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Must run inside the transaction that removes the model. */
  async ofModel(modelId: string): Promise<void> {
    await this.reactions.removeAll([modelId]);
    for (let ids: string[] = []; (ids = await this.reviews.someOf(modelId, MODEL_BATCH_SIZE)).length > 0;) {
      await this.reactions.removeAll(ids);
      await this.reviews.remove(ids);
    }
  }

  /** Must run inside the transaction that deletes the account. Recounts the affected models. */
  async ofUser(userId: string): Promise<void> {
    const modelIds = new Set([...(await this.deleteReactions(userId)), ...(await this.deleteReviews(userId))]);
    this.unitOfWork.invalidate(...[...modelIds].map(modelCacheTag));
    await this.modelCounters.recount([...modelIds]);
    for (const id of modelIds) this.unitOfWork.publish(new ModelCountsChanged(id));
  }

  /** @returns ids of the models that the user had reacted to */
  private async deleteReactions(userId: string): Promise<string[]> {
    const modelIds: string[] = [];
    for (;;) {
      const page = await this.reactions.pageOfUser(userId, { targetId: '', emoji: '' }, USER_BATCH_SIZE);
      if (page.length === 0) return modelIds;
      const targetIds = [...new Set(page.map(({ targetId }) => targetId))];
      await this.reactions.removeOfUser(userId, targetIds);
      for (const { id, creatorId } of await this.versions.modelsByIds(targetIds)) {
        modelIds.push(id);
        this.unitOfWork.publish(new ModelReactionsChanged(id, creatorId, null));
      }
    }
  }

  private async deleteReviews(userId: string): Promise<string[]> {
    const modelIds: string[] = [];
    for (let page: Review[] = []; (page = await this.reviews.byUser(userId, '', USER_BATCH_SIZE)).length > 0;) {
      const ids = page.map(({ id }) => id);
      await this.reactions.removeAll(ids);
      await this.reviews.remove(ids);
      this.unitOfWork.publish(new ModelFeedbackDeleted(ids));
      for (const { modelId } of page) {
        this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
        modelIds.push(modelId);
      }
    }
    return modelIds;
  }
}
