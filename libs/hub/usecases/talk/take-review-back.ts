import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { hubSubject } from '../../domain/versions/subjects.js';
import { ModelCountsMoved, ModelTalkErased, ReviewTakenBack } from '../../domain/talk/events.js';
import { Reactions } from '../../domain/talk/reactions.js';
import { Reviews } from '../../domain/talk/reviews.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { HoldModel } from './hold-model.js';

/** What somebody thought of a model is said no more, and counts no more. */
@Injectable()
export class TakeReviewBack {
  constructor(
    private readonly holding: HoldModel,
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly tallies: Tallies,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_REVIEW_NOT_FOUND, and as HoldModel */
  async run(modelId: string, personId: string): Promise<void> {
    const work = async () => {
      await this.holding.run(modelId, personId);
      const review = await this.reviews.of(modelId, personId);
      if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
      await this.reactions.forget([review.id]);
      await this.reviews.remove([review.id]);
      await this.tallies.count(modelId, { reviews: -1, stars: -review.stars });
      this.unitOfWork.announce(new ModelTalkErased([review.id]));
      this.unitOfWork.announce(new ReviewTakenBack(modelId, personId));
      this.unitOfWork.announce(new ModelCountsMoved(modelId));
    };
    await this.unitOfWork.run(work, [hubSubject(modelId)]);
  }
}
