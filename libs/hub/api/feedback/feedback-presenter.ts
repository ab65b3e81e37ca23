import { Injectable } from '@nestjs/common';
import type { HubCommentPage, HubCommentView, ReviewPage as ReviewPageView, ReviewView } from '@visionary/contract';
import type { Comment, StoredComment } from '../../domain/feedback/comments.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { CompleteComments } from '../../use-cases/feedback/complete-comments.js';
import type { CommentPage } from '../../use-cases/feedback/page-comments.js';
import { PageReviews, type ReviewPage, type ReviewWithAuthor } from '../../use-cases/feedback/page-reviews.js';

/** What was said about models, as somebody sees it. */
@Injectable()
export class FeedbackPresenter {
  constructor(
    private readonly complete: CompleteComments,
    private readonly reviews: PageReviews,
  ) {}

  async comment(comment: StoredComment, viewerId: string): Promise<HubCommentView> {
    return (await this.complete.run([comment], viewerId)).map(viewOfComment)[0] as HubCommentView;
  }

  /** As whoever has blocked nobody sees them, in the same order. */
  async comments(comments: readonly StoredComment[]): Promise<HubCommentView[]> {
    return (await this.complete.run(comments, null)).map(viewOfComment);
  }

  spread(modelId: string): Promise<number[]> {
    return this.reviews.spread(modelId);
  }

  async review(review: Review): Promise<ReviewView> {
    return (await this.reviews.complete([review])).map(viewOfReview)[0] as ReviewView;
  }
}

export const viewOfComments = ({ comments, replies, mine, nextCursor }: CommentPage): HubCommentPage => ({
  comments: comments.map(viewOfComment),
  replies: replies.map(viewOfComment),
  myReactions: given(mine),
  nextCursor,
});

export const viewOfReviews = ({ reviews, spread, mine, nextCursor }: ReviewPage): ReviewPageView => ({
  reviews: reviews.map(viewOfReview),
  starHistogram: [...spread],
  myReactions: given(mine),
  nextCursor,
});

/** Comments are made as the contract shows them; only what may change differs. */
const viewOfComment = (comment: Comment): HubCommentView => comment as HubCommentView;

const viewOfReview = ({ userId: _author, editedAt, reactions, author, ...review }: ReviewWithAuthor): ReviewView => ({
  ...review,
  author,
  ...(editedAt !== null && { editedAt }),
  reactions: [...reactions],
});

const given = (mine: ReadonlyMap<string, readonly string[]>): Record<string, string[]> =>
  Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]]));
