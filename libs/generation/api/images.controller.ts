import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage } from '@visionary/platform/images';
import { RoomAccess } from '@visionary/platform/realtime';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { effectiveRating } from '../domain/image-rating.js';
import { FindImage } from '../use-cases/find-image.js';
import { imageFileName } from './image-file-name.js';

const QueueEstimate = z.strictObject({ takeId: Id, index: z.string().regex(/^\d$/, 'a digit').transform(Number) });
const RequestMessage = z.strictObject({ download: z.string().optional() });

/** The PNG of a take, for whoever may see its room. */
@Controller()
export class ImagesController {
  constructor(
    private readonly findImage: FindImage,
    private readonly blobs: BlobStore,
    private readonly access: RoomAccess,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND also where the image is, but not for this user */
  @Route('takeImage')
  async image(
    @Param({ schema: QueueEstimate }) { takeId, index }: z.infer<typeof QueueEstimate>,
    @Query({ schema: RequestMessage }) { download }: z.infer<typeof RequestMessage>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { take, image } = await this.findImage.run(takeId, index);
    if (!(await this.access.roleOf(asker?.user.id ?? null, take.roomId))) throw notFound();
    // Visitors see only what is for everybody.
    const isForEverybody = effectiveRating(image) === undefined;
    if (!isForEverybody && !asker) throw notFound();
    const isPublic = isForEverybody && (await this.access.roleOf(null, take.roomId)) !== null;
    if (download !== undefined) response.attachment(imageFileName(take, image.seed));
    const answered = { sha256: image.sha256, isPublic, type: 'image/png' } as const;
    const answer = await sendImage(answered, this.blobs, request, response);
    if (answer === null) throw notFound();
    return answer;
  }
}

const notFound = () => new Rejection('GENERATION_TAKE_NOT_FOUND');
