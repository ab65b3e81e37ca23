import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckWords } from '@visionary/safety';
import type { Review } from '../../domain/talk/reviews.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { GiveReview, type ReviewToGive } from './give-review.js';

/** Gives a review whose words may be said here. */
@Injectable()
export class SayReview {
  constructor(
    private readonly words: CheckWords,
    private readonly give: GiveReview,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_WORDS, and as GiveReview */
  async run(wanted: ReviewToGive): Promise<Review> {
    const { texts, flag } = await this.words.run('chat', { words: wanted.words });
    const work = async () => {
      const review = await this.give.run({ ...wanted, ...texts });
      await flag({ kind: 'review', id: review.id });
      return review;
    };
    return this.unitOfWork.run(work, [hubSubject(wanted.modelId)]);
  }
}
