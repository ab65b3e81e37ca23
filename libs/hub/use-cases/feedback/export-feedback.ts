import { Injectable } from '@nestjs/common';
import { paginate } from '@visionary/kernel';
import type { Review } from '../../domain/feedback/reviews.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

const PER_PAGE = 500;

/** Exports a user's reviews in pages. */
@Injectable()
export class ExportFeedback {
  constructor(private readonly reviewRepository: SqlReviews) {}

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
}

const isoTime = (at: number): string => new Date(at).toISOString();
