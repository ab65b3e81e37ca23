import { Injectable } from '@nestjs/common';
import { HubComments } from '../../domain/feedback/comments.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import { Reviews } from '../../domain/feedback/reviews.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';

/** For other slices: what was said about models and given to them. */
@Injectable()
export class ModelFeedback {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly modelCounters: ModelCounters,
  ) {}

  /** A comment or a review that is still there. */
  async byId(id: string): Promise<{ readonly modelId: string; readonly authorId: string } | null> {
    const comment = await this.comments.byId(id);
    if (comment) return comment.removed ? null : comment;
    const review = await this.reviews.byId(id);
    return review && { modelId: review.modelId, authorId: review.userId };
  }

  /** Some of those who like a model or have reviewed it: by id, after this one. */
  async friendsAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.likersAfter(modelId, afterId, limit);
    const reviewers = await this.reviews.usersAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }

  /** Whose reactions since then this user hears of: how many, the last few of them, and what they gave. */
  givers(modelId: string, since: number, heardBy: string, named: number): ReturnType<Reactions['givers']> {
    return this.reactions.givers(modelId, since, heardBy, named);
  }

  /** Inside a unit of work: until its end nobody else says or gives anything to it. @returns whether it is there */
  async hold(modelId: string): Promise<boolean> {
    return (await this.modelCounters.hold(modelId)) !== null;
  }
}
