import { Controller, Param, Query } from '@nestjs/common';
import { type CommentPage, CommentQuery, Id } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { PageComments } from '../../usecases/talk/page-comments.js';
import { viewOfPage } from './comment-views.js';

const OfPost = z.strictObject({ postId: Id });

/** What was said about a picture, for whoever looks at it. */
@Controller()
export class CommentsController {
  constructor(private readonly pages: PageComments) {}

  /** @throws Rejection FEED_POST_NOT_FOUND, INVALID */
  @Route('comments')
  async page(
    @Param({ schema: OfPost }) { postId }: z.infer<typeof OfPost>,
    @Query({ schema: CommentQuery }) { parentId = null, cursor }: { parentId?: string | null; cursor?: string },
    @MaybeSignedIn() asker: Identity | null,
  ): Promise<CommentPage> {
    return viewOfPage(await this.pages.run({ postId, parentId, viewerId: asker?.person.id ?? null }, cursor));
  }
}
