import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type PostUploadView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { answerPicture, rawBody } from '@visionary/platform/pictures';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { KeepPostUpload } from '../../usecases/posts/keep-post-upload.js';
import { ForeignPictures } from './foreign-pictures.js';
import { UploadViews } from './upload-views.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'FEED_PICTURE_UNREADABLE' } as const;
const OneOf = z.strictObject({ uploadId: Id });

/** Pictures made elsewhere, before they are published: each for whoever brought it. */
@Controller()
export class PostUploadsController {
  constructor(
    private readonly pictures: ForeignPictures,
    private readonly keep: KeepPostUpload,
    private readonly uploads: PostUploads,
    private readonly views: UploadViews,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody, ForeignPictures and KeepPostUpload */
  @Route('uploadPost')
  async upload(
    @SignedIn() { person }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PostUploadView> {
    await this.keep.requireSpace(person.id);
    const picture = await this.pictures.read(await rawBody(request, response, LIMITED));
    return this.views.one(await this.keep.run(person.id, picture));
  }

  /** @throws Rejection FEED_PICTURE_UNKNOWN, also for another person's */
  @Route('uploadedPost')
  async uploaded(
    @Param({ schema: OneOf }) { uploadId }: z.infer<typeof OneOf>,
    @SignedIn() { person }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== person.id) throw new Rejection('FEED_PICTURE_UNKNOWN');
    const shown = { sha256: upload.sha256, isPublic: false, type: 'image/png' } as const;
    const answer = await answerPicture(shown, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_PICTURE_UNKNOWN');
    return answer;
  }
}
