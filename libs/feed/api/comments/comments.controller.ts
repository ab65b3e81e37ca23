import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type CommentPage, CommentQuery, Id } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import { CommentReader } from '../../use-cases/comments/comment-reader.js';
import { CommentPages } from './comment-pages.js';

const PostParams = z.strictObject({ postId: Id });

/** Comments on posts. */
@Controller()
export class CommentsController {
  constructor(
    private readonly comments: CommentReader,
    private readonly cachedPages: CommentPages,
  ) {}

  /** Answers with a CommentPage. @throws Rejection FEED_POST_NOT_FOUND, INVALID */
  @Route('comments')
  async page(
    @Param({ schema: PostParams }) { postId }: z.infer<typeof PostParams>,
    @Query({ schema: CommentQuery }) { parentId = null, cursor }: { parentId?: string | null; cursor?: string },
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const viewerId = asker?.user.id ?? null;
    if (parentId === null && cursor === undefined) {
      const { answer, myReactions } = await this.cachedPages.first(postId, viewerId);
      return answer.send(request, response, { myReactions });
    }
    const found = requireVisibleTo(viewerId, await this.comments.page({ postId, parentId, viewerId }, cursor));
    const { comments, replies, nextCursor } = found;
    const ids = [...comments, ...replies].map(({ id }) => id);
    const myReactions = viewerId === null ? {} : await this.comments.myReactions(viewerId, ids);
    response.json({ comments, replies, myReactions, nextCursor } satisfies CommentPage);
  }
}
