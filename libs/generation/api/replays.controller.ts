import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { type ReplayView, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { TakeReplays } from '../use-cases/take-replays.js';
import { ImageParams } from './images.controller.js';
import { VisibleImages } from './visible-images.js';

type Params = z.infer<typeof ImageParams>;

/** How images came about, for users who may see them. */
@Controller()
export class ReplaysController {
  constructor(
    private readonly images: VisibleImages,
    private readonly replays: TakeReplays,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_REPLAY_UNAVAILABLE */
  @Route('takeReplay')
  async replay(
    @Param({ schema: ImageParams }) { takeId, index }: Params,
    @OptionalUser() identity: Identity | null,
  ): Promise<ReplayView> {
    await this.images.of(takeId, index, identity);
    const { columns, width, height, steps } = await this.replays.of(takeId, index);
    const url = ROUTES.takeReplaySheet.path.replace(':takeId', takeId).replace(':index', String(index));
    return { url, columns, width, height, steps: [...steps] };
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_REPLAY_UNAVAILABLE */
  @Route('takeReplaySheet')
  async sheet(
    @Param({ schema: ImageParams }) { takeId, index }: Params,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { isPublic } = await this.images.of(takeId, index, identity);
    const { sha256 } = await this.replays.of(takeId, index);
    const file = await sendImage({ sha256, isPublic, type: 'image/webp' }, this.blobs, request, response);
    if (file === null) throw new Rejection('GENERATION_REPLAY_UNAVAILABLE');
    return file;
  }
}
