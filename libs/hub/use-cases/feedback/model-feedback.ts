import { Injectable } from '@nestjs/common';
import { type CountChange, HEART, ReactionsRepository } from '@visionary/comments';
import type { CommentSubject } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../../domain/version.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

/** Reviews, reactions, and counters of models, for other slices. */
@Injectable()
export class ModelFeedback {
  constructor(
    private readonly reviews: SqlReviews,
    private readonly reactions: ReactionsRepository,
    private readonly modelCounters: SqlModelCounters,
  ) {}

  /** @throws Rejection HUB_REVIEW_NOT_FOUND */
  async modelOfReview(reviewId: string): Promise<CommentSubject> {
    const review = await this.reviews.byId(reviewId);
    if (!review) throw new Rejection('HUB_REVIEW_NOT_FOUND');
    return { kind: 'model', id: review.modelId };
  }

  /** Users who like or reviewed a model, by id, after `afterId`. */
  async friendsAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.usersWith({ kind: 'model', id: modelId }, HEART, afterId, limit);
    const reviewers = await this.reviews.usersAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }

  /** Locks the model's feedback until the unit of work ends. */
  hold(modelId: string): Promise<HubModel | null> {
    return this.modelCounters.hold(modelId);
  }

  /** Adds to the counters of models. The order of ids keeps concurrent transactions from deadlocking. */
  async count(changes: ReadonlyMap<string, CountChange>): Promise<void> {
    for (const [id, { comments = 0, hearts = 0 }] of [...changes].sort(([one], [other]) => (one < other ? -1 : 1))) {
      await this.modelCounters.count(id, { comments, likes: hearts });
    }
  }
}
