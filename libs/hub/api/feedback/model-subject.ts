import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Commentable, type CountChange, type SubjectKind, SubjectKinds } from '@visionary/comments';
import type { CommentSubject } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';
import { hubChannel } from '../channels.js';

/** Models can be commented on and reacted to, and reviews reacted to. */
@Injectable()
export class ModelSubject implements SubjectKind, OnModuleInit {
  readonly kind = 'model';
  readonly notFound = 'HUB_MODEL_NOT_FOUND';
  readonly channelOf = hubChannel;
  readonly cacheTagOf = modelCacheTag;

  constructor(
    private readonly kinds: SubjectKinds,
    private readonly versions: Versions,
    private readonly reviews: SqlReviews,
    private readonly modelCounters: SqlModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
    this.kinds.addNested({ kind: 'review', subjectOf: (id) => this.modelOfReview(id) });
  }

  pathOf(id: string, commentId: string): string {
    return `/models/${id}?tab=talk&comment=${commentId}`;
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Commentable>> {
    return new Map((await this.versions.modelsByIds(ids)).map((model) => [model.id, commentableOf(model)]));
  }

  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.versions.modelsByIds(ids)).map(({ id, name }) => [id, name]));
  }

  async hold(id: string): Promise<Commentable | null> {
    const model = await this.modelCounters.hold(id);
    return model && !model.isHidden ? commentableOf(model) : null;
  }

  async count(changes: ReadonlyMap<string, CountChange>): Promise<void> {
    // The order of ids keeps concurrent transactions from deadlocking.
    for (const [id, { comments = 0, hearts = 0 }] of [...changes].sort(([one], [other]) => (one < other ? -1 : 1))) {
      await this.modelCounters.count(id, { comments, likes: hearts });
      this.unitOfWork.publish(new ModelCountsChanged(id));
    }
  }

  /** @throws Rejection HUB_REVIEW_NOT_FOUND */
  private async modelOfReview(reviewId: string): Promise<CommentSubject> {
    const review = await this.reviews.byId(reviewId);
    if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
    return { kind: 'model', id: review.modelId };
  }
}

const commentableOf = ({ id, creatorId, contentRating, newestVersionId }: HubModel): Commentable => ({
  id,
  ownerId: creatorId,
  contentRating,
  isPublished: newestVersionId !== null,
  commentsEnabled: true,
});
