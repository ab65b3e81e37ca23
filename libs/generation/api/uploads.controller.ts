import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, ROUTES, type UploadView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage, rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Upload } from '../domain/uploads.js';
import { FindUpload } from '../use-cases/find-upload.js';
import { StoreUpload } from '../use-cases/store-upload.js';
import { UploadImageReader } from './upload-image-reader.js';
import { UploadRights } from './upload-rights.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'GENERATION_IMAGE_UNREADABLE' } as const;

const QueueEstimate = z.strictObject({ roomId: Id });
const OneOf = z.strictObject({ roomId: Id, uploadId: Id });

/** Images and masks that users bring into a room. */
@Controller()
export class UploadsController {
  constructor(
    private readonly rights: UploadRights,
    private readonly reader: UploadImageReader,
    private readonly storeUpload: StoreUpload,
    private readonly findUpload: FindUpload,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as UploadRights, rawBody, UploadImageReader and StoreUpload */
  @Route('uploadRoomImage')
  async upload(
    @Param({ schema: QueueEstimate }) { roomId }: z.infer<typeof QueueEstimate>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadView> {
    const { user } = await this.rights.requireUpload(asker, roomId);
    await this.storeUpload.requireSpace(roomId, LIMITS.uploadsPerRoom);
    const image = await this.reader.read(await rawBody(request, response, LIMITED));
    return present(await this.storeUpload.run({ roomId, authorId: user.id, ...image }, LIMITS.uploadsPerRoom));
  }

  /** @throws Rejection ROOMS_NOT_FOUND, GENERATION_IMAGE_NOT_FOUND */
  @Route('roomUpload')
  async uploaded(
    @Param({ schema: OneOf }) { roomId, uploadId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const isPublic = await this.rights.requireView(asker, roomId);
    const { sha256 } = await this.findUpload.run(roomId, uploadId);
    const answer = await sendImage({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (answer === null) throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    return answer;
  }
}

const present = ({ id, roomId, width, height }: Upload): UploadView => ({
  ...{ id, width, height },
  url: ROUTES.roomUpload.path.replace(':roomId', roomId).replace(':uploadId', id),
});
