import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { PARAMETERS, readPictureText } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';
import { BlobStore, Leftovers } from '@visionary/platform/blobs';
import { PictureFiles } from '../../domain/posts/picture-files.js';
import type { KeptPicture } from '../../domain/posts/post.js';
import { Previews } from '../../domain/posts/previews.js';
import { sidesOf } from './post-addresses.js';
import { PreviewMaker } from './preview-maker.js';

@Injectable()
export class BlobPictureFiles extends PictureFiles {
  constructor(
    private readonly blobs: BlobStore,
    private readonly leftovers: Leftovers,
    private readonly previews: Previews,
    private readonly maker: PreviewMaker,
  ) {
    super();
  }

  async infotextOf(sha256: string): Promise<string | null> {
    const blob = await this.blobs.open(sha256);
    if (!blob) throw new Rejection('FEED_PICTURE_UNKNOWN');
    return (await readPictureText(await buffer(blob.stream))).get(PARAMETERS) ?? null;
  }

  async prepare(picture: KeptPicture): Promise<void> {
    // One after the other: a picture takes much memory while it is read.
    for (const side of sidesOf(picture)) await this.maker.key(picture.sha256, side);
  }

  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(png, use);
  }

  async drop(sha256: string, whole: boolean): Promise<void> {
    for (const key of await this.previews.forget(sha256)) await this.leftovers.drop(key);
    if (whole) await this.leftovers.drop(sha256);
  }
}
