import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { ContentHash, sendImage, ThumbnailSize, Thumbnails } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { imageFileName } from './image-file-name.js';
import { VisibleImages } from './visible-images.js';

export const ImageParams = z.strictObject({
  takeId: Id,
  index: z.string().regex(/^\d$/, 'a digit').transform(Number),
});
const ThumbnailParams = ImageParams.extend({ size: ThumbnailSize, hash: ContentHash });
const ImageQuery = z.strictObject({ download: z.string().optional() });

/** Images of takes and their thumbnails, for users who may read the room. */
@Controller()
export class ImagesController {
  constructor(
    private readonly images: VisibleImages,
    private readonly blobs: BlobStore,
    private readonly thumbnails: Thumbnails,
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
    const { take, image, isPublic } = await this.images.of(takeId, index, identity);
    if (download !== undefined) response.attachment(imageFileName(take, image.seed));
    const options = { sha256: image.sha256, isPublic, type: 'image/png' } as const;
    const file = await sendImage(options, this.blobs, request, response);
    if (file === null) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return file;
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, as `image`, also for another hash and for a size that the image doesn't have */
  @Route('takeThumbnail')
  async thumbnail(
    @Param({ schema: ThumbnailParams }) { takeId, index, size, hash }: z.infer<typeof ThumbnailParams>,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { image, isPublic } = await this.images.of(takeId, index, identity);
    const file =
      image.sha256 === hash ? await this.thumbnails.send({ ...image, isPublic }, size, request, response) : null;
    if (file === null) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return file;
  }
}
