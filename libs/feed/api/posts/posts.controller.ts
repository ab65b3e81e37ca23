import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type FeedQuery, Id, ROUTES } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { FeedPages } from './feed-pages.js';
import { MyPosts, PostDetails } from './post-details.js';

const OneOf = z.strictObject({ postId: Id });

/** The feed, and an image's page: for everybody. */
@Controller()
export class PostsController {
  constructor(
    private readonly pages: FeedPages,
    private readonly details: PostDetails,
    private readonly mine: MyPosts,
  ) {}

  /** Answers with a PostPage. */
  @Route('posts')
  async posts(
    @Query({ schema: ROUTES.posts.query }) query: FeedQuery,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.pages.page(query, viewerOf(asker));
    await answer.send(request, response, { myReactions: mine });
  }

  /** Answers with a PostDetail. */
  @Route('post')
  async post(
    @Param({ schema: OneOf }) { postId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { metadata, body } = await this.details.of(postId, viewerOf(asker));
    const mine = await this.mine.of(postId, metadata.authorId, asker?.user.id ?? null);
    await body.send(request, response, { viewerState: mine });
  }
}
