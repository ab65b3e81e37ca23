import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { PARAMETERS_KEYWORD, readImageMetadata } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import type { StoredImage } from '../../domain/posts/post.js';
import { PostImageFiles } from '../../domain/posts/post-image-files.js';
import { Thumbnails } from '../../storage/posts/sql-thumbnails.js';
import { thumbnailSizesOf } from './post-urls.js';
import { ThumbnailCreator } from './thumbnail-creator.js';

@Injectable()
export class BlobImageFiles extends PostImageFiles {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    private readonly thumbnails: Thumbnails,
    private readonly creator: ThumbnailCreator,
  ) {
    super();
  }

  async infotextOf(sha256: string): Promise<string | null> {
    const blob = await this.blobs.open(sha256);
    if (!blob) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    return (await readImageMetadata(await buffer(blob.stream))).get(PARAMETERS_KEYWORD) ?? null;
  }

  async prepare(image: StoredImage): Promise<void> {
    // One after the other: decoding an image needs much memory.
    for (const side of thumbnailSizesOf(image)) await this.creator.findOrCreate(image.sha256, side);
  }

  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(png, use);
  }

  async drop(sha256: string, withImage: boolean): Promise<void> {
    for (const key of await this.thumbnails.remove(sha256)) await this.unreferencedBlobs.drop(key);
    if (withImage) await this.unreferencedBlobs.drop(sha256);
  }
}
