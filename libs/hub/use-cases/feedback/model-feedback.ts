import { Injectable } from '@nestjs/common';
import type { HubModel } from '../../domain/version.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

/** Reviews, reactions, and counters of models, for other slices. */
@Injectable()
export class ModelFeedback {
  constructor(
    private readonly reviews: SqlReviews,
    private readonly reactions: SqlReactions,
    private readonly modelCounters: SqlModelCounters,
  ) {}

  /** Users who like or reviewed a model, by id, after `afterId`. */
  async friendsAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.likersAfter(modelId, afterId, limit);
    const reviewers = await this.reviews.usersAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }

  /** Locks the model's feedback until the unit of work ends. */
  hold(modelId: string): Promise<HubModel | null> {
    return this.modelCounters.hold(modelId);
  }

  /** Adds to the number of comments by model. The order of ids keeps concurrent transactions from deadlocking. */
  async countComments(comments: ReadonlyMap<string, number>): Promise<void> {
    for (const [id, more] of [...comments].sort()) await this.modelCounters.count(id, { comments: more });
  }
}
