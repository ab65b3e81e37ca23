import { Controller, Header, Param, Query } from '@nestjs/common';
import { type HubCommentPage, HubCommentQuery, Id, PageQuery, type ReviewPage } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { CommentsService } from '../../use-cases/feedback/comments.service.js';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { viewOfComments, viewOfReviews } from './feedback-presenter.js';
import { ModelVisibility } from './model-visibility.js';

const ModelParams = z.strictObject({ modelId: Id });
type ModelParams = z.infer<typeof ModelParams>;

interface CommentsQuery {
  parentId?: string | null;
  cursor?: string;
  last?: 'yes';
}

/** Reads comments and reviews of models. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly visibility: ModelVisibility,
    private readonly commentsService: CommentsService,
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

  /** @throws Rejection HUB_MODEL_NOT_FOUND, INVALID */
  @Route('hubComments')
  @Header('Cache-Control', 'no-store')
  async comments(
    @Param({ schema: ModelParams }) { modelId }: ModelParams,
    @Query({ schema: HubCommentQuery }) { parentId = null, cursor, last }: CommentsQuery,
    @OptionalUser() viewer: Identity | null,
  ): Promise<HubCommentPage> {
    const viewerId = viewer?.user.id ?? null;
    await this.visibility.require(modelId, viewerId);
    if (last) return viewOfComments(await this.commentsService.latest(modelId, viewerId));
    return viewOfComments(await this.commentsService.page({ modelId, parentId, viewerId }, cursor));
  }
}
