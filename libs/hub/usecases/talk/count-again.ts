import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ModelCountsMoved, ModelTalkErased, ReviewTakenBack } from '../../domain/talk/events.js';
import type { Review } from '../../domain/talk/reviews.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { hubSubject } from '../../domain/versions/subjects.js';

/** Counts models anew about which somebody said something, and tells of it. */
@Injectable()
export class CountAgain {
  constructor(
    private readonly tallies: Tallies,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  tell(reviews: readonly Review[]): void {
    this.unitOfWork.announce(new ModelTalkErased(reviews.map(({ id }) => id)));
    for (const { modelId, personId } of reviews) this.unitOfWork.announce(new ReviewTakenBack(modelId, personId));
  }

  async run(modelIds: readonly string[]): Promise<void> {
    const ids = [...new Set(modelIds)];
    this.unitOfWork.touch(...ids.map(hubSubject));
    await this.tallies.recount(ids);
    for (const id of ids) this.unitOfWork.announce(new ModelCountsMoved(id));
  }
}
