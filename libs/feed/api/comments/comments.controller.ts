import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type CommentPage, CommentQuery, Id } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import { PageComments } from '../../use-cases/comments/page-comments.js';
import { CommentPages } from './comment-pages.js';
import { viewOfPage } from './comment-views.js';

const OfPost = z.strictObject({ postId: Id });

/** What was said about an image, for whoever looks at it. */
@Controller()
export class CommentsController {
  constructor(
    private readonly pages: PageComments,
    private readonly kept: CommentPages,
  ) {}

  /** Answers with a CommentPage. @throws Rejection FEED_POST_NOT_FOUND, INVALID */
  @Route('comments')
  async page(
    @Param({ schema: OfPost }) { postId }: z.infer<typeof OfPost>,
    @Query({ schema: CommentQuery }) { parentId = null, cursor }: { parentId?: string | null; cursor?: string },
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const viewerId = asker?.user.id ?? null;
    if (parentId === null && cursor === undefined) {
      const { answer, mine } = await this.kept.first(postId, viewerId);
      return answer.send(request, response, { myReactions: mine });
    }
    const found = requireVisibleTo(viewerId, await this.pages.run({ postId, parentId, viewerId }, cursor));
    const page: CommentPage = viewOfPage(found);
    response.json(page);
  }
}
