import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ModelCountsChanged, ModelFeedbackDeleted, ReviewDeleted } from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { modelCacheTag } from '../../domain/versions/subjects.js';

/** Counts models anew about which somebody said something, and tells of it. */
@Injectable()
export class RecountModels {
  constructor(
    private readonly modelCounters: ModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  tell(reviews: readonly Review[]): void {
    this.unitOfWork.publish(new ModelFeedbackDeleted(reviews.map(({ id }) => id)));
    for (const { modelId, userId } of reviews) this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
  }

  async run(modelIds: readonly string[]): Promise<void> {
    const ids = [...new Set(modelIds)];
    this.unitOfWork.invalidate(...ids.map(modelCacheTag));
    await this.modelCounters.recount(ids);
    for (const id of ids) this.unitOfWork.publish(new ModelCountsChanged(id));
  }
}
