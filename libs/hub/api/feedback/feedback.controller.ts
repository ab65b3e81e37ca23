import { Controller, Header, Param, Query } from '@nestjs/common';
import { type HubCommentPage, HubCommentQuery, Id, PageQuery, type ReviewPage } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { PageComments } from '../../use-cases/feedback/page-comments.js';
import { PageReviews } from '../../use-cases/feedback/page-reviews.js';
import { viewOfComments, viewOfReviews } from './feedback-presenter.js';
import { ModelVisibility } from './model-visibility.js';

const OfModel = z.strictObject({ modelId: Id });
type OfModel = z.infer<typeof OfModel>;
interface CommentsAsked {
  parentId?: string | null;
  cursor?: string;
  last?: 'yes';
}

/** What is said about a model, for whoever looks at it. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly seen: ModelVisibility,
    private readonly pageComments: PageComments,
    private readonly pageReviews: PageReviews,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, INVALID */
  @Route('hubReviews')
  @Header('Cache-Control', 'no-store')
  async reviews(
    @Param({ schema: OfModel }) { modelId }: OfModel,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @OptionalUser() asker: Identity | null,
  ): Promise<ReviewPage> {
    const viewerId = asker?.user.id ?? null;
    await this.seen.require(modelId, viewerId);
    return viewOfReviews(await this.pageReviews.run(modelId, viewerId, cursor));
  }

  /** @throws Rejection HUB_MODEL_NOT_FOUND, INVALID */
  @Route('hubComments')
  @Header('Cache-Control', 'no-store')
  async comments(
    @Param({ schema: OfModel }) { modelId }: OfModel,
    @Query({ schema: HubCommentQuery }) { parentId = null, cursor, last }: CommentsAsked,
    @OptionalUser() asker: Identity | null,
  ): Promise<HubCommentPage> {
    const viewerId = asker?.user.id ?? null;
    await this.seen.require(modelId, viewerId);
    if (last) return viewOfComments(await this.pageComments.last(modelId, viewerId));
    return viewOfComments(await this.pageComments.run({ modelId, parentId, viewerId }, cursor));
  }
}
