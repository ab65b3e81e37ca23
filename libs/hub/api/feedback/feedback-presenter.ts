import { Injectable } from '@nestjs/common';
import type { ReviewPage as ReviewPageView, ReviewView } from '@visionary/contract';
import type { Review } from '../../domain/feedback/reviews.js';
import { type ReviewPage, ReviewsService, type ReviewWithAuthor } from '../../use-cases/feedback/reviews.service.js';

@Injectable()
export class FeedbackPresenter {
  constructor(private readonly reviewsService: ReviewsService) {}

  async review(review: Review): Promise<ReviewView> {
    return (await this.reviewsService.hydrate([review])).map(viewOfReview)[0] as ReviewView;
  }
}

export const viewOfReviews = ({ reviews, starHistogram, myReactions, nextCursor }: ReviewPage): ReviewPageView => ({
  reviews: reviews.map(viewOfReview),
  starHistogram: [...starHistogram],
  myReactions: emojisById(myReactions),
  nextCursor,
});

const viewOfReview = ({ userId: _userId, editedAt, reactions, author, ...review }: ReviewWithAuthor): ReviewView => ({
  ...review,
  author,
  ...(editedAt !== null && { editedAt }),
  reactions: [...reactions],
});

const emojisById = (reactions: ReadonlyMap<string, readonly string[]>): Record<string, string[]> =>
  Object.fromEntries([...reactions].map(([id, emojis]) => [id, [...emojis]]));
