import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import type { PictureSource } from './picture-source.js';
import { TellParameters } from './tell-parameters.js';

/** A picture that somebody brought to be published. */
@Injectable()
export class SourceOfUpload {
  constructor(
    private readonly uploads: PostUploads,
    private readonly tell: TellParameters,
  ) {}

  /** @throws Rejection FEED_PICTURE_UNKNOWN, also for another person's */
  async run(personId: string, uploadId: string): Promise<PictureSource> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== personId) throw new Rejection('FEED_PICTURE_UNKNOWN');
    const { infotext, sha256, width, height } = upload;
    const told = infotext === null ? null : await this.tell.ofInfotext(infotext);
    return {
      picture: { sha256, width, height },
      atLeast: upload.level ?? 'everybody',
      ...{ take: null, roomId: null, makers: [], parent: { postId: null, takeId: null } },
      prompt: told?.parameters.prompt ?? '',
      parameters: told?.parameters ?? null,
      model: told?.model ?? null,
      loras: told?.loras ?? [],
      scheduler: told?.parameters.scheduler ?? null,
    };
  }
}
