import { Injectable } from '@nestjs/common';
import type { ImageOfTake } from '../../domain/posts/post.js';
import type { ImageSource } from './image-source.js';
import { SourceOfTake } from './source-of-take.js';
import { SourceOfUpload } from './source-of-upload.js';

/** Images that may be published, wherever they come from. */
@Injectable()
export class ImageSources {
  constructor(
    private readonly takes: SourceOfTake,
    private readonly uploads: SourceOfUpload,
  ) {}

  /** @throws Rejection as SourceOfTake and SourceOfUpload */
  run(userId: string, image: ImageOfTake | { readonly uploadId: string }): Promise<ImageSource> {
    return 'uploadId' in image
      ? this.uploads.run(userId, image.uploadId)
      : this.takes.run(userId, image.takeId, image.index);
  }
}
