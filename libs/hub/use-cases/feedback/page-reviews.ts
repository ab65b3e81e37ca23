import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { pageOf, readCursor } from '@visionary/kernel';
import type { Speaker } from '../../domain/feedback/comments.js';
import { TalkLimits } from '../../domain/feedback/limits.js';
import { type Given, Reactions } from '../../domain/feedback/reactions.js';
import { type Review, Reviews } from '../../domain/feedback/reviews.js';

/** A review with its author's name and what it was given. */
export interface ReviewWithAuthor extends Review {
  readonly author: Speaker;
  readonly reactions: readonly Given[];
}

export interface ReviewPage {
  readonly reviews: readonly ReviewWithAuthor[];
  /** How many gave one star, two, … five. */
  readonly spread: readonly number[];
  /** The emoji that the viewer gave, by review. */
  readonly mine: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

/** What users think of a model, the newest first; the number of queries does not grow with it. */
@Injectable()
export class PageReviews {
  constructor(
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly users: Users,
    private readonly limits: TalkLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run(modelId: string, viewerId: string | null, cursor?: string): Promise<ReviewPage> {
    const from = readCursor(cursor);
    const limit = this.limits.reviewsPerPage;
    const after = from && { at: from.value, id: from.id };
    const found = await this.reviews.page({ modelId, viewerId }, after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const ids = page.map(({ id }) => id);
    return {
      reviews: await this.complete(page),
      spread: await this.reviews.spread(modelId),
      mine: viewerId === null ? new Map() : await this.reactions.by(viewerId, ids),
      nextCursor,
    };
  }

  spread(modelId: string): Promise<number[]> {
    return this.reviews.spread(modelId);
  }

  /** In the same order. Two queries. */
  async complete(reviews: readonly Review[]): Promise<ReviewWithAuthor[]> {
    const given = await this.reactions.of(reviews.map(({ id }) => id));
    const users = await this.users.byIds(reviews.map(({ userId }) => userId));
    return reviews.map((review) => ({
      ...review,
      author: users.get(review.userId) ?? { id: review.userId, name: '' },
      reactions: given.get(review.id) ?? [],
    }));
  }
}
