import { Controller, Req, Res, type StreamableFile } from '@nestjs/common';
import { type RateLimit, RateLimits } from '@visionary/platform/rate-limits';
import { LIMITS, ROUTES, type UploadView } from '@visionary/contract';
import { Rejection, RoomAccess } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { PathId, Route } from '@visionary/platform/http';
import { rawBody, sendImage } from '@visionary/platform/images';
import { RoomRights } from '@visionary/platform/realtime';
import type { Request, Response } from 'express';
import type { Upload } from '../domain/uploads.js';
import { UploadsService } from '../use-cases/uploads.service.js';
import { UploadImageReader } from './upload-image-reader.js';

const UPLOADS_PER_MINUTE = 30;
const BODY_LIMITS = { limitBytes: LIMITS.uploadBytes, unreadableCode: 'GENERATION_IMAGE_UNREADABLE' } as const;

/** Images and masks that users upload into a room. */
@Controller()
export class UploadsController {
  private readonly rateLimit: RateLimit;

  constructor(
    private readonly rights: RoomRights,
    private readonly access: RoomAccess,
    private readonly reader: UploadImageReader,
    private readonly uploads: UploadsService,
    private readonly blobs: BlobStore,
    rateLimits: RateLimits,
  ) {
    this.rateLimit = rateLimits.shared({ name: 'uploads', points: UPLOADS_PER_MINUTE, seconds: 60 });
  }

  /** @throws Rejection as RoomRights, rawBody, UploadImageReader, UploadsService; RATE_LIMITED */
  @Route('uploadRoomImage')
  async upload(
    @PathId('roomId') roomId: string,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadView> {
    const user = await this.rights.requireUser(identity, roomId, 'uploadRoomImage');
    const retryAfterSeconds = await this.rateLimit.spend(user.id);
    if (retryAfterSeconds !== null) throw new Rejection('RATE_LIMITED', { retryAfterSeconds });
    await this.uploads.requireSpace(roomId);
    const image = await this.reader.read(await rawBody(request, response, BODY_LIMITS), user.id);
    return present(await this.uploads.add({ roomId, authorId: user.id, ...image }));
  }

  /** @throws Rejection ROOMS_NOT_FOUND, GENERATION_IMAGE_NOT_FOUND */
  @Route('roomUpload')
  async download(
    @PathId('roomId') roomId: string,
    @PathId('uploadId') uploadId: string,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    await this.rights.requireRoute(identity, roomId, 'roomUpload');
    const isPublic = (await this.access.roleOf(null, roomId)) !== null;
    const { sha256 } = await this.uploads.find(roomId, uploadId);
    const file = await sendImage({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (file === null) throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    return file;
  }
}

const present = ({ id, roomId, width, height }: Upload): UploadView => ({
  id,
  width,
  height,
  url: ROUTES.roomUpload.path.replace(':roomId', roomId).replace(':uploadId', id),
});
