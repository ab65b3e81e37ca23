import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import type { ImageSource } from './image-source.js';
import { DescribeParameters } from './describe-parameters.js';

/** An image that somebody brought to be published. */
@Injectable()
export class SourceOfUpload {
  constructor(
    private readonly uploads: PostUploads,
    private readonly tell: DescribeParameters,
  ) {}

  /** @throws Rejection FEED_IMAGE_NOT_FOUND, also for another user's */
  async run(userId: string, uploadId: string): Promise<ImageSource> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== userId) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const { infotext, sha256, width, height } = upload;
    const told = infotext === null ? null : await this.tell.ofInfotext(infotext);
    return {
      image: { sha256, width, height },
      atLeast: upload.level ?? 'everyone',
      ...{ take: null, roomId: null, creators: [], parent: { postId: null, takeId: null } },
      prompt: told?.parameters.prompt ?? '',
      parameters: told?.parameters ?? null,
      model: told?.model ?? null,
      loras: told?.loras ?? [],
      scheduler: told?.parameters.scheduler ?? null,
    };
  }
}
