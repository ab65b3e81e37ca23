import { Injectable } from '@nestjs/common';
import type { HubCommentPage, HubCommentView, ReviewPage as ReviewPageView, ReviewView } from '@visionary/contract';
import type { Comment, StoredComment } from '../../domain/feedback/comments.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { type CommentPage, CommentsService } from '../../use-cases/feedback/comments.service.js';
import { type ReviewPage, ReviewsService, type ReviewWithAuthor } from '../../use-cases/feedback/reviews.service.js';

@Injectable()
export class FeedbackPresenter {
  constructor(
    private readonly commentsService: CommentsService,
    private readonly reviewsService: ReviewsService,
  ) {}

  async comment(comment: StoredComment, viewerId: string): Promise<HubCommentView> {
    return (await this.commentsService.hydrate([comment], viewerId)).map(viewOfComment)[0] as HubCommentView;
  }

  /** As a viewer without blocks sees them. Keeps the order. */
  async comments(comments: readonly StoredComment[]): Promise<HubCommentView[]> {
    return (await this.commentsService.hydrate(comments, null)).map(viewOfComment);
  }

  async review(review: Review): Promise<ReviewView> {
    return (await this.reviewsService.hydrate([review])).map(viewOfReview)[0] as ReviewView;
  }
}

export const viewOfComments = ({ comments, replies, mine, nextCursor }: CommentPage): HubCommentPage => ({
  comments: comments.map(viewOfComment),
  replies: replies.map(viewOfComment),
  myReactions: emojisById(mine),
  nextCursor,
});

export const viewOfReviews = ({ reviews, starHistogram, mine, nextCursor }: ReviewPage): ReviewPageView => ({
  reviews: reviews.map(viewOfReview),
  starHistogram: [...starHistogram],
  myReactions: emojisById(mine),
  nextCursor,
});

/** The shapes are the same; only the view's arrays are mutable. */
const viewOfComment = (comment: Comment): HubCommentView => comment as HubCommentView;

const viewOfReview = ({ userId: _userId, editedAt, reactions, author, ...review }: ReviewWithAuthor): ReviewView => ({
  ...review,
  author,
  ...(editedAt !== null && { editedAt }),
  reactions: [...reactions],
});

const emojisById = (mine: ReadonlyMap<string, readonly string[]>): Record<string, string[]> =>
  Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]]));
