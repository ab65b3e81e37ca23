import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type PostUploadView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage, rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { StorePostUpload } from '../../use-cases/posts/store-post-upload.js';
import { ExternalImages } from './external-images.js';
import { PostUploadPresenter } from './post-upload-presenter.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'FEED_IMAGE_UNREADABLE' } as const;
const OneOf = z.strictObject({ uploadId: Id });

/** Images made elsewhere, before they are published: each for whoever brought it. */
@Controller()
export class PostUploadsController {
  constructor(
    private readonly images: ExternalImages,
    private readonly keep: StorePostUpload,
    private readonly uploads: PostUploads,
    private readonly views: PostUploadPresenter,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody, ExternalImages and StorePostUpload */
  @Route('uploadPostImage')
  async upload(
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PostUploadView> {
    await this.keep.requireSpace(user.id);
    const image = await this.images.read(await rawBody(request, response, LIMITED));
    return this.views.one(await this.keep.run(user.id, image));
  }

  /** @throws Rejection FEED_IMAGE_NOT_FOUND, also for another user's */
  @Route('postUpload')
  async uploaded(
    @Param({ schema: OneOf }) { uploadId }: z.infer<typeof OneOf>,
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== user.id) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const shown = { sha256: upload.sha256, isPublic: false, type: 'image/png' } as const;
    const answer = await sendImage(shown, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    return answer;
  }
}
