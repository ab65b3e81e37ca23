import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection, RoomAccess } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { effectiveRating } from '../domain/image-rating.js';
import { TakesService } from '../use-cases/takes.service.js';
import { imageFileName } from './image-file-name.js';

const ImageParams = z.strictObject({ takeId: Id, index: z.string().regex(/^\d$/, 'a digit').transform(Number) });
const ImageQuery = z.strictObject({ download: z.string().optional() });

/** PNGs of takes, for users who may read the room. */
@Controller()
export class ImagesController {
  constructor(
    private readonly takes: TakesService,
    private readonly blobs: BlobStore,
    private readonly access: RoomAccess,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, also if this user may not see the image */
  @Route('takeImage')
  async image(
    @Param({ schema: ImageParams }) { takeId, index }: z.infer<typeof ImageParams>,
    @Query({ schema: ImageQuery }) { download }: z.infer<typeof ImageQuery>,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { take, image } = await this.takes.image(takeId, index);
    if (!(await this.access.roleOf(identity?.user.id ?? null, take.roomId))) throw notFound();
    // Visitors see only images rated for everyone.
    const isForEveryone = effectiveRating(image) === undefined;
    if (!isForEveryone && !identity) throw notFound();
    const isPublic = isForEveryone && (await this.access.roleOf(null, take.roomId)) !== null;
    if (download !== undefined) response.attachment(imageFileName(take, image.seed));
    const options = { sha256: image.sha256, isPublic, type: 'image/png' } as const;
    const file = await sendImage(options, this.blobs, request, response);
    if (file === null) throw notFound();
    return file;
  }
}

const notFound = () => new Rejection('GENERATION_TAKE_NOT_FOUND');
