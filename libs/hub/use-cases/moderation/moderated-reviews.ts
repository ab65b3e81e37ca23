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
import type { Review } from '../../domain/feedback/reviews.js';
import { type HubModel, Versions } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';
import { type RowSnapshot, SqlHiddenFeedback } from '../../storage/moderation/sql-hidden-feedback.js';
import { canSeeModel, modelNames } from './model-lookup.js';

/** Moderation of reviews. */
@Injectable()
export class ModeratedReviews implements ModerationHandler, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly reviews: SqlReviews,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly hiddenFeedback: SqlHiddenFeedback,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('review', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const all = await Promise.all(subjects.map(({ id }) => this.reviews.byId(id)));
    const found = all.filter((review) => review !== null);
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

  async hide({ id }: Subject): Promise<object> {
    const rows = await this.hiddenFeedback.snapshot(id);
    const review = await this.reviews.byId(id);
    if (!review) return rows;
    const { modelId, userId, stars } = review;
    await this.hold(modelId);
    await this.reviews.remove([id]);
    await this.modelCounters.count(modelId, { reviews: -1, stars: -stars });
    this.unitOfWork.publish(new ModelFeedbackDeleted([id]));
    this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    return rows;
  }

  async restore({ id }: Subject, snapshot: object): Promise<void> {
    const rows = snapshot as RowSnapshot;
    const modelId = String(rows['hub_review']?.[0]?.['model_id'] ?? '');
    const model = await this.hold(modelId);
    if (!model || !(await this.hiddenFeedback.restore(rows))) return;
    const review = await this.reviews.byId(id);
    if (!review) return;
    await this.modelCounters.count(modelId, { reviews: 1, stars: review.stars });
    this.unitOfWork.publish(new ModelReviewed(review, model.creatorId, false));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
  }

  private hold(modelId: string): Promise<HubModel | null> {
    this.unitOfWork.invalidate(modelCacheTag(modelId));
    return this.modelCounters.hold(modelId);
  }
}

const detailsOf = ({ stars, words, userId, at, modelId }: Review, name: string): SubjectDetails => ({
  title: '★'.repeat(stars),
  text: words,
  authorId: userId,
  at,
  place: { kind: 'model', id: modelId, name },
  path: `/models/${modelId}?tab=talk`,
});
