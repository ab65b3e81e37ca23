import { Injectable } from '@nestjs/common';
import { Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { ModelCountsChanged, ModelReviewed } from '../../domain/feedback/events.js';
import { type Review, Reviews } from '../../domain/feedback/reviews.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { LockModel } from './lock-model.js';

export interface ReviewInput {
  readonly modelId: string;
  readonly userId: string;
  readonly stars: number;
  readonly words: string;
}

/** What somebody thinks of a model; said again, it is said otherwise. Blocks keep nobody from it: it is for all who choose. */
@Injectable()
export class SetReview {
  constructor(
    private readonly holding: LockModel,
    private readonly reviews: Reviews,
    private readonly modelCounters: ModelCounters,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_CANNOT_REVIEW_OWN, and as LockModel */
  run(wanted: ReviewInput): Promise<Review> {
    return this.unitOfWork.run(() => this.give(wanted), [modelCacheTag(wanted.modelId)]);
  }

  private async give({ modelId, userId, stars, words }: ReviewInput): Promise<Review> {
    const { model, at } = await this.holding.run(modelId, userId);
    if (model.creatorId === userId) throw new Rejection('HUB_CANNOT_REVIEW_OWN');
    const before = await this.reviews.of(modelId, userId);
    if (before?.stars === stars && before.words === words) return before;
    const said = { modelId, userId, stars, words, label: await this.holding.labelOf(model) };
    const review: Review = before
      ? { ...before, ...said, editedAt: at }
      : { id: this.ids.next(), ...said, at, editedAt: null };
    await (before ? this.reviews.change(review) : this.reviews.add(review));
    await this.modelCounters.count(modelId, { reviews: before ? 0 : 1, stars: stars - (before?.stars ?? 0) });
    this.unitOfWork.publish(new ModelReviewed(review, model.creatorId, !before));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    return review;
  }
}
