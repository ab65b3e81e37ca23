import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type CommentPage, CommentQuery, Id } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireThereFor } from '../../domain/posts/openness.js';
import { PageComments } from '../../usecases/talk/page-comments.js';
import { CommentPages } from './comment-pages.js';
import { viewOfPage } from './comment-views.js';

const OfPost = z.strictObject({ postId: Id });

/** What was said about a picture, for whoever looks at it. */
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
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const viewerId = asker?.person.id ?? null;
    if (parentId === null && cursor === undefined) {
      const { answer, mine } = await this.kept.first(postId, viewerId);
      return answer.send(request, response, { mine });
    }
    const found = requireThereFor(viewerId, await this.pages.run({ postId, parentId, viewerId }, cursor));
    const page: CommentPage = viewOfPage(found);
    response.json(page);
  }
}
