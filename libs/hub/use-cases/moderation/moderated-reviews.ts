import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { type LiftedRows, HiddenFeedback } from '../../domain/moderation/hidden-feedback.js';
import {
  ModelCountsChanged,
  ModelReviewed,
  ModelFeedbackDeleted,
  ReviewDeleted,
} from '../../domain/feedback/events.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { FeedbackReader } from './feedback-reader.js';

/** What users think of models, for those who moderate. */
@Injectable()
export class ModeratedReviews implements ModerationHandler, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly talk: FeedbackReader,
    private readonly aside: HiddenFeedback,
    private readonly reactions: Reactions,
  ) {}

  onModuleInit(): void {
    this.subjects.add('review', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const all = await Promise.all(subjects.map(({ id }) => this.talk.reviews.byId(id)));
    const found = all.filter((review) => review !== null);
    const names = await this.talk.namesOf(found.map(({ modelId }) => modelId));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'review', id: one.id }), factsOf(one, names.get(one.modelId) ?? '')]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return this.talk.maySee(userId, (await this.talk.reviews.byId(id))?.modelId);
  }

  async hide({ id }: Subject): Promise<object> {
    const rows = await this.aside.snapshot('hub_review', id);
    const review = await this.talk.reviews.byId(id);
    if (!review) return rows;
    const { modelId, userId, stars } = review;
    await this.hold(modelId);
    await this.reactions.forget([id]);
    await this.talk.reviews.remove([id]);
    await this.talk.modelCounters.count(modelId, { reviews: -1, stars: -stars });
    this.talk.work.publish(new ModelFeedbackDeleted([id]));
    this.talk.work.publish(new ReviewDeleted(modelId, userId));
    this.talk.work.publish(new ModelCountsChanged(modelId));
    return rows;
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    const rows = kept as LiftedRows;
    const modelId = String(rows['hub_review']?.[0]?.['model_id'] ?? '');
    const model = await this.hold(modelId);
    if (!model || !(await this.aside.restore('hub_review', rows))) return;
    const review = await this.talk.reviews.byId(id);
    if (!review) return;
    await this.talk.modelCounters.count(modelId, { reviews: 1, stars: review.stars });
    this.talk.work.publish(new ModelReviewed(review, model.creatorId, false));
    this.talk.work.publish(new ModelCountsChanged(modelId));
  }

  private hold(modelId: string) {
    this.talk.work.invalidate(modelCacheTag(modelId));
    return this.talk.modelCounters.hold(modelId);
  }
}

const factsOf = ({ stars, words, userId, at, modelId }: Review, name: string): SubjectDetails => ({
  ...{ title: '★'.repeat(stars), text: words, authorId: userId, at, place: { kind: 'model', id: modelId, name } },
  path: `/models/${modelId}?tab=talk`,
});
