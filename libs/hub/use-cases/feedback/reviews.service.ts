import { Injectable } from '@nestjs/common';
import { type LockedParticipants, ParticipantLocks, Users } from '@visionary/accounts';
import { HEART, ReactionsRepository } from '@visionary/comments';
import { type EmojiCount, LIMITS, type UserView } from '@visionary/contract';
import { Ids, pageOf, readCursor, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import {
  ModelCountsChanged,
  ModelFeedbackDeleted,
  ModelReviewed,
  ReviewDeleted,
} from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

export interface ReviewInput {
  readonly modelId: string;
  readonly userId: string;
  readonly stars: number;
  readonly text: string;
}

export interface ReviewWithAuthor extends Review {
  readonly author: UserView;
  readonly reactions: readonly EmojiCount[];
}

export interface ReviewPage {
  readonly reviews: readonly ReviewWithAuthor[];
  /** Numbers of reviews with one star, two, … five. */
  readonly starHistogram: readonly number[];
  /** The emoji that the viewer gave, by review id. */
  readonly myReactions: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

/** Reviews of models, one per user and model. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly reviews: SqlReviews,
    private readonly reactions: ReactionsRepository,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly participantLocks: ParticipantLocks,
    private readonly checkText: CheckText,
    private readonly users: Users,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Checks the text, then sets the review. @throws Rejection SAFETY_BLOCKED_TERMS, and as `set` */
  async submit(input: ReviewInput): Promise<Review> {
    const { texts, flag } = await this.checkText.run('chat', { text: input.text });
    const work = async () => {
      const review = await this.set({ ...input, ...texts });
      await flag({ kind: 'review', id: review.id });
      return review;
    };
    return this.unitOfWork.run(work, [modelCacheTag(input.modelId)]);
  }

  /**
   * Replaces an existing review. Blocked users may review, because a review is for all who choose a model.
   * @throws Rejection HUB_CANNOT_REVIEW_OWN, HUB_MODEL_NOT_FOUND, UNAUTHENTICATED
   */
  set(input: ReviewInput): Promise<Review> {
    return this.unitOfWork.run(() => this.setLocked(input), [modelCacheTag(input.modelId)]);
  }

  /** @throws Rejection HUB_REVIEW_NOT_FOUND, HUB_MODEL_NOT_FOUND, UNAUTHENTICATED */
  async remove(modelId: string, userId: string): Promise<void> {
    const work = async () => {
      await this.lockModel(modelId, userId);
      const review = await this.reviews.of(modelId, userId);
      if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
      await this.reactions.deleteOf('review', [review.id]);
      await this.reviews.remove([review.id]);
      await this.modelCounters.count(modelId, { reviews: -1, stars: -review.stars });
      this.unitOfWork.publish(new ModelFeedbackDeleted([review.id]));
      this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
      this.unitOfWork.publish(new ModelCountsChanged(modelId));
    };
    await this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }

  /** Newest first. The number of queries is constant. @throws Rejection INVALID for an invalid cursor */
  async page(modelId: string, viewerId: string | null, cursor?: string): Promise<ReviewPage> {
    const from = readCursor(cursor);
    const limit = LIMITS.reviewsPerPage;
    const found = await this.reviews.page({ modelId, viewerId }, from && { at: from.value, id: from.id }, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const ids = page.map(({ id }) => id);
    return {
      reviews: await this.hydrate(page),
      starHistogram: await this.starHistogram(modelId),
      myReactions: viewerId === null ? new Map() : await this.reactions.emojisBy('review', viewerId, ids),
      nextCursor,
    };
  }

  starHistogram(modelId: string): Promise<number[]> {
    return this.reviews.starHistogram(modelId);
  }

  /** Adds authors and reactions with two queries. Keeps the order. */
  async hydrate(reviews: readonly Review[]): Promise<ReviewWithAuthor[]> {
    const reactions = await this.reactions.countsOf(
      'review',
      reviews.map(({ id }) => id),
    );
    const users = await this.users.byIds(reviews.map(({ userId }) => userId));
    return reviews.map((review) => ({
      ...review,
      author: users.get(review.userId) ?? { id: review.userId, name: '' },
      reactions: reactions.get(review.id) ?? [],
    }));
  }

  /** Users who like or reviewed a model, by id, after `afterId`. */
  async likersAndReviewersAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.usersWith({ kind: 'model', id: modelId }, HEART, afterId, limit);
    const reviewers = await this.reviews.usersAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }

  private async setLocked({ modelId, userId, stars, text }: ReviewInput): Promise<Review> {
    const { model, at } = await this.lockModel(modelId, userId);
    if (model.creatorId === userId) throw new Rejection('HUB_CANNOT_REVIEW_OWN');
    const before = await this.reviews.of(modelId, userId);
    if (before?.stars === stars && before.text === text) return before;
    const fields = { modelId, userId, stars, text, label: await this.newestLabel(model) };
    const review: Review = before
      ? { ...before, ...fields, editedAt: at }
      : { id: this.ids.next(), ...fields, at, editedAt: null };
    await (before ? this.reviews.change(review) : this.reviews.add(review));
    await this.modelCounters.count(modelId, { reviews: before ? 0 : 1, stars: stars - (before?.stars ?? 0) });
    this.unitOfWork.publish(new ModelReviewed(review, model.creatorId, !before));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    return review;
  }

  /** Locks the user and the creator, then the model. Must come first in a transaction. */
  private async lockModel(modelId: string, userId: string): Promise<LockedParticipants & { readonly model: HubModel }> {
    const { creatorId } = requireVisible(await this.versions.modelById(modelId), userId);
    const participants = await this.participantLocks.lock(userId, [creatorId]);
    const model = requireVisible(await this.modelCounters.hold(modelId), userId);
    return { ...participants, at: this.participantLocks.now(), model };
  }

  private async newestLabel({ newestVersionId }: HubModel): Promise<string> {
    return (newestVersionId === null ? null : await this.versions.byId(newestVersionId))?.label ?? '';
  }
}

/** An unpublished model exists only for its creator. */
const requireVisible = (model: HubModel | null, userId: string): HubModel => {
  if (!model || (model.newestVersionId === null && model.creatorId !== userId)) {
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
  return model;
};
