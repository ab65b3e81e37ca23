import { Injectable } from '@nestjs/common';
import { PARAMETERS_KEYWORD, readImageMetadata } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { Thumbnails } from '@visionary/platform/images';
import type { PostReplay, StoredImage } from '../../domain/posts/post.js';

/** Files of post images and their thumbnails. Never called inside a transaction. */
@Injectable()
export class PostImageFiles {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    private readonly thumbnails: Thumbnails,
  ) {}

  /** The infotext of a PNG, or null. */
  async infotextOf(sha256: string): Promise<string | null> {
    const file = await this.blobs.read(sha256);
    if (!file) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    return (await readImageMetadata(file)).get(PARAMETERS_KEYWORD) ?? null;
  }

  /** Creates the thumbnails. Idempotent. @throws Rejection FEED_IMAGE_NOT_FOUND when the image is gone */
  async prepare(image: StoredImage): Promise<void> {
    if (!(await this.thumbnails.prepare(image))) throw new Rejection('FEED_IMAGE_NOT_FOUND');
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
    await this.thumbnails.drop(sha256);
    if (withImage) await this.unreferencedBlobs.drop(sha256);
  }
}
