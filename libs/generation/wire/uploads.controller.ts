import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, ROUTES, type UploadView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { answerPicture, rawBody } from '@visionary/platform/pictures';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Upload } from '../domain/uploads.js';
import { FindUpload } from '../usecases/find-upload.js';
import { KeepUpload } from '../usecases/keep-upload.js';
import { PictureReader } from './picture-reader.js';
import { UploadRights } from './upload-rights.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'GENERATION_PICTURE_UNREADABLE' } as const;

const Place = z.strictObject({ roomId: Id });
const OneOf = z.strictObject({ roomId: Id, uploadId: Id });

/** Pictures and masks that people bring into a room. */
@Controller()
export class UploadsController {
  constructor(
    private readonly rights: UploadRights,
    private readonly reader: PictureReader,
    private readonly keepUpload: KeepUpload,
    private readonly findUpload: FindUpload,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as UploadRights, rawBody, PictureReader and KeepUpload */
  @Route('upload')
  async upload(
    @Param({ schema: Place }) { roomId }: z.infer<typeof Place>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadView> {
    const { person } = await this.rights.requireBringing(asker, roomId);
    await this.keepUpload.requireSpace(roomId, LIMITS.uploadsPerRoom);
    const picture = await this.reader.read(await rawBody(request, response, LIMITED));
    return present(await this.keepUpload.run({ roomId, authorId: person.id, ...picture }, LIMITS.uploadsPerRoom));
  }

  /** @throws Rejection ROOMS_NOT_FOUND, GENERATION_PICTURE_UNKNOWN */
  @Route('uploaded')
  async uploaded(
    @Param({ schema: OneOf }) { roomId, uploadId }: z.infer<typeof OneOf>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const isPublic = await this.rights.requireSeeing(asker, roomId);
    const { sha256 } = await this.findUpload.run(roomId, uploadId);
    const answer = await answerPicture({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (answer === null) throw new Rejection('GENERATION_PICTURE_UNKNOWN');
    return answer;
  }
}

const present = ({ id, roomId, width, height }: Upload): UploadView => ({
  ...{ id, width, height },
  url: ROUTES.uploaded.path.replace(':roomId', roomId).replace(':uploadId', id),
});
