import { Injectable } from '@nestjs/common';
import { HubComments } from '../../domain/talk/comments.js';
import { Reactions } from '../../domain/talk/reactions.js';
import { Reviews } from '../../domain/talk/reviews.js';
import { Tallies } from '../../domain/talk/tallies.js';

/** For other slices: what was said about models and given to them. */
@Injectable()
export class SaidOfModels {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly tallies: Tallies,
  ) {}

  /** A comment or a review that is still there. */
  async byId(id: string): Promise<{ readonly modelId: string; readonly authorId: string } | null> {
    const comment = await this.comments.byId(id);
    if (comment) return comment.removed ? null : comment;
    const review = await this.reviews.byId(id);
    return review && { modelId: review.modelId, authorId: review.personId };
  }

  /** Some of those who like a model or have reviewed it: by id, after this one. */
  async friendsAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const likers = await this.reactions.likersAfter(modelId, afterId, limit);
    const reviewers = await this.reviews.peopleAfter(modelId, afterId, limit);
    return [...new Set([...likers, ...reviewers])].sort().slice(0, limit);
  }

  /** Whose reactions since then this person hears of: how many, the last few of them, and what they gave. */
  givers(modelId: string, since: number, heardBy: string, named: number): ReturnType<Reactions['givers']> {
    return this.reactions.givers(modelId, since, heardBy, named);
  }

  /** Inside a unit of work: until its end nobody else says or gives anything to it. @returns whether it is there */
  async hold(modelId: string): Promise<boolean> {
    return (await this.tallies.hold(modelId)) !== null;
  }
}
