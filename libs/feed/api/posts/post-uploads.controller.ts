import { Controller, Req, Res, type StreamableFile } from '@nestjs/common';
import { LIMITS, type PostUploadView, ROUTES } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { CurrentUser, type Identity } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { PathId, Route } from '@visionary/platform/http';
import { rawBody, sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import type { PostUpload } from '../../domain/posts/post-uploads.js';
import { DescribeParameters } from '../../use-cases/posts/describe-parameters.js';
import { PostUploadsService } from '../../use-cases/posts/post-uploads.service.js';
import { ExternalImages } from './external-images.js';
import { ParametersPresenter } from './parameters-presenter.js';
import { presentModel } from './post-presenter.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';

const BODY_LIMITS = { limitBytes: LIMITS.uploadBytes, unreadableCode: 'FEED_IMAGE_UNREADABLE' } as const;

/** Images made elsewhere, before they are published. Each is visible to its uploader only. */
@Controller()
export class PostUploadsController {
  constructor(
    private readonly images: ExternalImages,
    private readonly uploadsService: PostUploadsService,
    private readonly uploads: PostUploads,
    private readonly describeParameters: DescribeParameters,
    private readonly parameters: ParametersPresenter,
    private readonly models: ModelLookup,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody, ExternalImages and PostUploadsService */
  @Route('uploadPostImage')
  async upload(
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PostUploadView> {
    await this.uploadsService.requireSpace(user.id);
    const image = await this.images.read(await rawBody(request, response, BODY_LIMITS), user.id);
    return this.present(await this.uploadsService.store(user.id, image));
  }

  /** @throws Rejection FEED_IMAGE_NOT_FOUND, also for another user's upload */
  @Route('postUpload')
  async image(
    @PathId('uploadId') uploadId: string,
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== user.id) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const image = { sha256: upload.sha256, isPublic: false, type: 'image/png' } as const;
    const answer = await sendImage(image, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    return answer;
  }

  private async present({ id, width, height, infotext, minimumRating }: PostUpload): Promise<PostUploadView> {
    const described = infotext === null ? null : await this.describeParameters.ofInfotext(infotext);
    return {
      uploadId: id,
      url: ROUTES.postUpload.path.replace(':uploadId', id),
      width,
      height,
      minimumRating: minimumRating ?? 'everyone',
      parameters: described && (await this.parameters.of(described.parameters)),
      model: described?.model ? presentModel(described.model, await this.models.titles()) : null,
    };
  }
}
