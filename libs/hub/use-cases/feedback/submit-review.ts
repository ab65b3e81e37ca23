import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import type { Review } from '../../domain/feedback/reviews.js';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { SetReview, type ReviewInput } from './set-review.js';

/** Gives a review whose words may be said here. */
@Injectable()
export class SubmitReview {
  constructor(
    private readonly words: CheckText,
    private readonly give: SetReview,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as SetReview */
  async run(wanted: ReviewInput): Promise<Review> {
    const { texts, flag } = await this.words.run('chat', { words: wanted.words });
    const work = async () => {
      const review = await this.give.run({ ...wanted, ...texts });
      await flag({ kind: 'review', id: review.id });
      return review;
    };
    return this.unitOfWork.run(work, [modelCacheTag(wanted.modelId)]);
  }
}
