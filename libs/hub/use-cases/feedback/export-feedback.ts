import { Injectable } from '@nestjs/common';
import { paginate } from '@visionary/kernel';
import type { UserReaction } from '../../domain/feedback/reactions.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

const PER_PAGE = 500;

/** Exports a user's reviews and reactions in pages. */
@Injectable()
export class ExportFeedback {
  constructor(
    private readonly reviewRepository: SqlReviews,
    private readonly reactionRepository: SqlReactions,
  ) {}

  reviews(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Review) => this.reviewRepository.byUser(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ modelId, stars, words, label, at, editedAt }) => ({
      modelId,
      stars,
      words,
      version: label,
      at: isoTime(at),
      ...(editedAt !== null && { editedAt: isoTime(editedAt) }),
    }));
  }

  /** `to` is the id of a model or a review. */
  reactions(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: UserReaction) =>
      this.reactionRepository.pageOfUser(userId, last ?? { targetId: '', emoji: '' }, PER_PAGE);
    return paginate(PER_PAGE, read, ({ targetId: to, emoji, at }) => ({ to, emoji, at: isoTime(at) }));
  }
}

const isoTime = (at: number): string => new Date(at).toISOString();
