import { Injectable } from '@nestjs/common';
import { Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { hubSubject } from '../../domain/versions/subjects.js';
import { ModelCountsMoved, ModelReviewed } from '../../domain/talk/events.js';
import { type Review, Reviews } from '../../domain/talk/reviews.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { HoldModel } from './hold-model.js';

export interface ReviewToGive {
  readonly modelId: string;
  readonly personId: string;
  readonly stars: number;
  readonly words: string;
}

/** What somebody thinks of a model; said again, it is said otherwise. Blocks keep nobody from it: it is for all who choose. */
@Injectable()
export class GiveReview {
  constructor(
    private readonly holding: HoldModel,
    private readonly reviews: Reviews,
    private readonly tallies: Tallies,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_NOT_ONESELF, and as HoldModel */
  run(wanted: ReviewToGive): Promise<Review> {
    return this.unitOfWork.run(() => this.give(wanted), [hubSubject(wanted.modelId)]);
  }

  private async give({ modelId, personId, stars, words }: ReviewToGive): Promise<Review> {
    const { model, at } = await this.holding.run(modelId, personId);
    if (model.makerId === personId) throw new Rejection('HUB_NOT_ONESELF');
    const before = await this.reviews.of(modelId, personId);
    if (before?.stars === stars && before.words === words) return before;
    const said = { modelId, personId, stars, words, label: await this.holding.labelOf(model) };
    const review: Review = before
      ? { ...before, ...said, editedAt: at }
      : { id: this.ids.next(), ...said, at, editedAt: null };
    await (before ? this.reviews.change(review) : this.reviews.add(review));
    await this.tallies.count(modelId, { reviews: before ? 0 : 1, stars: stars - (before?.stars ?? 0) });
    this.unitOfWork.announce(new ModelReviewed(review, model.makerId, !before));
    this.unitOfWork.announce(new ModelCountsMoved(modelId));
    return review;
  }
}
