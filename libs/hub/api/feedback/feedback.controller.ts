import { Controller, Header, Param, Query } from '@nestjs/common';
import { Id, PageQuery, type ReviewPage } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { viewOfReviews } from './feedback-presenter.js';
import { ModelVisibility } from './model-visibility.js';

const ModelParams = z.strictObject({ modelId: Id });
type ModelParams = z.infer<typeof ModelParams>;

/** Reads reviews of models. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly visibility: ModelVisibility,
    private readonly reviewsService: ReviewsService,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, INVALID */
  @Route('hubReviews')
  @Header('Cache-Control', 'no-store')
  async reviews(
    @Param({ schema: ModelParams }) { modelId }: ModelParams,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @OptionalUser() viewer: Identity | null,
  ): Promise<ReviewPage> {
    const viewerId = viewer?.user.id ?? null;
    await this.visibility.require(modelId, viewerId);
    return viewOfReviews(await this.reviewsService.page(modelId, viewerId, cursor));
  }
}
