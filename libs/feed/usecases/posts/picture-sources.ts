import { Injectable } from '@nestjs/common';
import type { PictureOfTake } from '../../domain/posts/post.js';
import type { PictureSource } from './picture-source.js';
import { SourceOfTake } from './source-of-take.js';
import { SourceOfUpload } from './source-of-upload.js';

/** Pictures that may be published, wherever they come from. */
@Injectable()
export class PictureSources {
  constructor(
    private readonly takes: SourceOfTake,
    private readonly uploads: SourceOfUpload,
  ) {}

  /** @throws Rejection as SourceOfTake and SourceOfUpload */
  run(personId: string, picture: PictureOfTake | { readonly uploadId: string }): Promise<PictureSource> {
    return 'uploadId' in picture
      ? this.uploads.run(personId, picture.uploadId)
      : this.takes.run(personId, picture.takeId, picture.index);
  }
}
