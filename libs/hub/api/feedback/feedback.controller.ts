import { Controller, Query } from '@nestjs/common';
import { PageQuery, type ReviewPage } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { viewOfReviews } from './feedback-presenter.js';
import { ModelVisibility } from './model-visibility.js';

/** Reads reviews of models. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly visibility: ModelVisibility,
    private readonly reviewsService: ReviewsService,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, INVALID */
  @Route('hubReviews')
  async reviews(
    @PathId('modelId') modelId: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @OptionalUser() viewer: Identity | null,
  ): Promise<ReviewPage> {
    const viewerId = viewer?.user.id ?? null;
    await this.visibility.require(modelId, viewerId);
    return viewOfReviews(await this.reviewsService.page(modelId, viewerId, cursor));
  }
}
