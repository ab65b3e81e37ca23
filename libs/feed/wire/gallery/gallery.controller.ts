import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { Id, MadePostsQuery } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { MadePages } from './made-pages.js';

const OfModel = z.strictObject({ modelId: Id });

/** What people made with a model of the hub. */
@Controller()
export class GalleryController {
  constructor(private readonly pages: MadePages) {}

  /** Answers with a PostPage. @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, INVALID */
  @Route('hubGallery')
  async gallery(
    @Param({ schema: OfModel }) { modelId }: z.infer<typeof OfModel>,
    @Query({ schema: MadePostsQuery }) query: z.infer<typeof MadePostsQuery>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.pages.page({ modelId, ...query }, viewerOf(asker));
    await answer.send(request, response, { mine });
  }
}
