import { Controller, Query, Req, Res } from '@nestjs/common';
import { type FeedQuery, ROUTES } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { viewerOf } from '../viewer.js';
import { FeedPages } from './feed-pages.js';
import { PostDetails } from './post-details.js';

/** The feed and pages of posts. */
@Controller()
export class PostsController {
  constructor(
    private readonly pages: FeedPages,
    private readonly details: PostDetails,
  ) {}

  /** Answers with a PostPage. */
  @Route('posts')
  async posts(
    @Query({ schema: ROUTES.posts.query }) query: FeedQuery,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { body, myReactions } = await this.pages.page(query, viewerOf(asker));
    await body.send(request, response, { myReactions });
  }

  /** Answers with a PostDetail. */
  @Route('post')
  async post(
    @PathId('postId') postId: string,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { metadata, body } = await this.details.of(postId, viewerOf(asker));
    const viewerState = await this.details.viewerStateOf(postId, metadata.authorId, asker?.user.id ?? null);
    await body.send(request, response, { viewerState });
  }
}
