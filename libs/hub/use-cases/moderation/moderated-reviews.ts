import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import {
  ModelCountsChanged,
  ModelFeedbackDeleted,
  ModelReviewed,
  ReviewDeleted,
} from '../../domain/feedback/events.js';
import type { ModeratedReview } from '../../domain/feedback/reviews.js';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';
import { canSeeModel, modelNames } from './model-lookup.js';

/** Moderation of reviews. */
@Injectable()
export class ModeratedReviews implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly reviews: SqlReviews,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('review', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = await this.reviews.moderated(subjects.map(({ id }) => id));
    const ids = found.map(({ modelId }) => modelId);
    const names = await modelNames(this.versions, ids);
    return new Map(
      found.map((review) => [
        subjectKey({ kind: 'review', id: review.id }),
        detailsOf(review, names.get(review.modelId) ?? ''),
      ]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return canSeeModel(this.versions, userId, (await this.reviews.byId(id))?.modelId);
  }

  async hide({ id }: Subject, _byId: string | null, at: number): Promise<void> {
    const review = await this.reviews.byId(id);
    if (!review) return;
    const { modelId, userId, stars } = review;
    await this.hold(modelId);
    await this.reviews.setHidden(id, at);
    await this.modelCounters.count(modelId, { reviews: -1, stars: -stars });
    this.unitOfWork.publish(new ModelFeedbackDeleted([id]));
    this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
  }

  /** A newer review by the same user wins. */
  async restore({ id }: Subject): Promise<void> {
    const [review] = await this.reviews.moderated([id]);
    const model = review?.isHidden ? await this.hold(review.modelId) : null;
    if (!review || !model || (await this.reviews.of(review.modelId, review.userId))) return;
    await this.reviews.setHidden(id, null);
    await this.modelCounters.count(model.id, { reviews: 1, stars: review.stars });
    const { isHidden: _isHidden, ...restored } = review;
    this.unitOfWork.publish(new ModelReviewed(restored, model.creatorId, false));
    this.unitOfWork.publish(new ModelCountsChanged(model.id));
  }

  private hold(modelId: string): Promise<HubModel | null> {
    this.unitOfWork.invalidate(modelCacheTag(modelId));
    return this.modelCounters.hold(modelId);
  }
}

const detailsOf = ({ stars, text, userId, at, modelId, isHidden }: ModeratedReview, name: string): SubjectDetails => ({
  title: '★'.repeat(stars),
  text,
  authorId: userId,
  at,
  isHidden,
  container: { kind: 'model', id: modelId, name },
  path: `/models/${modelId}?tab=talk`,
});
