import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { ModelCountsChanged, ModelFeedbackDeleted, ReviewDeleted } from '../../domain/feedback/events.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import { Reviews } from '../../domain/feedback/reviews.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { LockModel } from './lock-model.js';

/** What somebody thought of a model is said no more, and counts no more. */
@Injectable()
export class DeleteReview {
  constructor(
    private readonly holding: LockModel,
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly modelCounters: ModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_REVIEW_NOT_FOUND, and as LockModel */
  async run(modelId: string, userId: string): Promise<void> {
    const work = async () => {
      await this.holding.run(modelId, userId);
      const review = await this.reviews.of(modelId, userId);
      if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
      await this.reactions.forget([review.id]);
      await this.reviews.remove([review.id]);
      await this.modelCounters.count(modelId, { reviews: -1, stars: -review.stars });
      this.unitOfWork.publish(new ModelFeedbackDeleted([review.id]));
      this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
      this.unitOfWork.publish(new ModelCountsChanged(modelId));
    };
    await this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }
}
