import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { pageOf, readCursor } from '@visionary/kernel';
import type { Speaker } from '../../domain/talk/comments.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { type Given, Reactions } from '../../domain/talk/reactions.js';
import { type Review, Reviews } from '../../domain/talk/reviews.js';

/** A review with its author's name and what it was given. */
export interface ShownReview extends Review {
  readonly author: Speaker;
  readonly reactions: readonly Given[];
}

export interface ReviewPage {
  readonly reviews: readonly ShownReview[];
  /** How many gave one star, two, … five. */
  readonly spread: readonly number[];
  /** The emoji that the viewer gave, by review. */
  readonly mine: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

/** What people think of a model, the newest first; the number of queries does not grow with it. */
@Injectable()
export class PageReviews {
  constructor(
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
    private readonly people: People,
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
  async complete(reviews: readonly Review[]): Promise<ShownReview[]> {
    const given = await this.reactions.of(reviews.map(({ id }) => id));
    const people = await this.people.byIds(reviews.map(({ personId }) => personId));
    return reviews.map((review) => ({
      ...review,
      author: people.get(review.personId) ?? { id: review.personId, name: '' },
      reactions: given.get(review.id) ?? [],
    }));
  }
}
