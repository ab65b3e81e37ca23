import { Injectable } from '@nestjs/common';
import { PARAMETERS_KEYWORD, readImageMetadata } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { type PostReplay, type StoredImage, thumbnailSizesOf } from '../../domain/posts/post.js';
import { Thumbnails } from './sql-thumbnails.js';
import { ThumbnailCreator } from './thumbnail-creator.js';

/** Files of post images and their thumbnails. Never called inside a transaction. */
@Injectable()
export class PostImageFiles {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    private readonly thumbnails: Thumbnails,
    private readonly creator: ThumbnailCreator,
  ) {}

  /** The infotext of a PNG, or null. */
  async infotextOf(sha256: string): Promise<string | null> {
    const file = await this.blobs.read(sha256);
    if (!file) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    return (await readImageMetadata(file)).get(PARAMETERS_KEYWORD) ?? null;
  }

  /** Creates the thumbnails. Idempotent. @throws Rejection FEED_IMAGE_NOT_FOUND when the image is gone */
  async prepare(image: StoredImage): Promise<void> {
    // One after the other: decoding an image needs much memory.
    for (const side of thumbnailSizesOf(image)) await this.creator.findOrCreate(image.sha256, side);
  }

  /** Stores an image and protects it from deletion while `use` references it. */
  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(png, use);
  }

  /** Deletes the sheet and the clip unless they are referenced: the take has the sheet, too. */
  async dropReplay({ sha256, clip }: PostReplay): Promise<void> {
    for (const key of [sha256, clip.sha256]) await this.unreferencedBlobs.drop(key);
  }

  /** Deletes the thumbnails, and with `withImage` the image, unless they are referenced or about to be. */
  async drop(sha256: string, withImage: boolean): Promise<void> {
    for (const key of await this.thumbnails.remove(sha256)) await this.unreferencedBlobs.drop(key);
    if (withImage) await this.unreferencedBlobs.drop(sha256);
  }
}
