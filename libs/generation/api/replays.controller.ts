import { createHash } from 'node:crypto';
import { Controller, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { type ClipQuery, type ReplayView, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { imageHeaders, sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { animationOf, TakeClips } from '../storage/take-clips.js';
import { TakeReplays } from '../use-cases/take-replays.js';
import { imageFileName } from './image-file-name.js';
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
    private readonly clips: TakeClips,
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

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_REPLAY_UNAVAILABLE, RATE_LIMITED */
  @Route('takeClip')
  async clip(
    @Param({ schema: ImageParams }) { takeId, index }: Params,
    @Query({ schema: ROUTES.takeClip.query }) { seconds, hold, size, format, download }: ClipQuery,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { take, image, isPublic } = await this.images.of(takeId, index, identity);
    const replay = await this.replays.of(takeId, index);
    if (download !== undefined) response.attachment(imageFileName(take, image.seed, format));
    const animation = animationOf(replay, { seconds, hold, longest: Number(size), format });
    const identified = JSON.stringify([replay.sha256, image.sha256, animation]);
    const sha256 = createHash('sha256').update(identified).digest('hex');
    const type = `image/${format}` as const;
    imageHeaders({ sha256, isPublic, type }, response);
    if (request.fresh) return void response.status(304);
    const data = await this.clips.make(replay, image.sha256, animation);
    return new StreamableFile(data, { type, length: data.byteLength });
  }
}
