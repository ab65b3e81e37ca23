import { Controller, Query, Req, Res } from '@nestjs/common';
import { ModelPostsQuery } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { ModelPostPages } from './model-post-pages.js';

/** Images made with a model of the hub. */
@Controller()
export class ModelPostsController {
  constructor(private readonly pages: ModelPostPages) {}

  /** Answers with a PostPage. @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, INVALID */
  @Route('hubModelPosts')
  async page(
    @PathId('modelId') modelId: string,
    @Query({ schema: ModelPostsQuery }) query: z.infer<typeof ModelPostsQuery>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { body, myReactions } = await this.pages.page({ modelId, ...query }, viewerOf(asker));
    await body.send(request, response, { myReactions });
  }
}
