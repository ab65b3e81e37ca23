import { Injectable } from '@nestjs/common';
import { SqlHubComments } from '../../storage/feedback/sql-comments.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

/** Reads comments, reviews, and reactions for other slices. */
@Injectable()
export class ModelFeedback {
  constructor(
    private readonly comments: SqlHubComments,
    private readonly reviews: SqlReviews,
    private readonly reactions: SqlReactions,
  ) {}

  /** A comment or a review; null if it was removed. */
  async byId(id: string): Promise<{ readonly modelId: string; readonly authorId: string } | null> {
    const comment = await this.comments.byId(id);
    if (comment) return comment.removed ? null : comment;
    const review = await this.reviews.byId(id);
    return review && { modelId: review.modelId, authorId: review.userId };
  }

  /** Users who like or reviewed a model, by id, after `afterId`. */
  async friendsAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.likersAfter(modelId, afterId, limit);
    const reviewers = await this.reviews.usersAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }
}
