import { Injectable } from '@nestjs/common';
import { ReactionsRepository } from '@visionary/comments';
import { UnitOfWork } from '@visionary/kernel';
import { ModelCountsChanged, ModelFeedbackDeleted, ReviewDeleted } from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

const MODEL_BATCH_SIZE = 500;
const USER_BATCH_SIZE = 200;

/** Deletes reviews with a user or a model, and reactions to them. */
@Injectable()
export class DeleteFeedback {
  constructor(
    private readonly reviews: SqlReviews,
    private readonly reactions: ReactionsRepository,
    private readonly modelCounters: SqlModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Must run inside the transaction that removes the model. */
  async ofModel(modelId: string): Promise<void> {
    for (let ids: string[] = []; (ids = await this.reviews.someOf(modelId, MODEL_BATCH_SIZE)).length > 0;) {
      await this.reactions.deleteOf('review', ids);
      await this.reviews.remove(ids);
    }
  }

  /** Must run inside the transaction that deletes the account. Recounts the affected models. */
  async ofUser(userId: string): Promise<void> {
    const modelIds = new Set(await this.deleteReviews(userId));
    this.unitOfWork.invalidate(...[...modelIds].map(modelCacheTag));
    await this.modelCounters.recount([...modelIds]);
    for (const id of modelIds) this.unitOfWork.publish(new ModelCountsChanged(id));
  }

  private async deleteReviews(userId: string): Promise<string[]> {
    const modelIds: string[] = [];
    for (let page: Review[] = []; (page = await this.reviews.byUser(userId, '', USER_BATCH_SIZE)).length > 0;) {
      const ids = page.map(({ id }) => id);
      await this.reactions.deleteOf('review', ids);
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
