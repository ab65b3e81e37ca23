import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import { Thumbnails } from '../../domain/posts/thumbnails.js';

/** Between what one cannot tell from the image and what loads at once. */
const QUALITY = 82;

/** Makes the smaller copies of images, each once, and keeps them. */
@Injectable()
export class PreviewCreator {
  private readonly making = new Map<string, Promise<string>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly images: UntrustedImages,
    private readonly thumbnails: Thumbnails,
  ) {}

  /** @returns its key in the blob store. @throws Rejection FEED_IMAGE_NOT_FOUND where the image is gone */
  async key(sha256: string, side: number): Promise<string> {
    return (await this.thumbnails.find(sha256, side)) ?? this.once(sha256, side);
  }

  /** Of what is kept, but lies nowhere any more. */
  again(sha256: string, side: number): Promise<string> {
    return this.once(sha256, side);
  }

  /** Whoever asks meanwhile waits for the same one. */
  private once(sha256: string, side: number): Promise<string> {
    const name = `${sha256}/${side}`;
    const making = this.making.get(name) ?? this.make(sha256, side).finally(() => this.making.delete(name));
    this.making.set(name, making);
    return making;
  }

  private async make(sha256: string, side: number): Promise<string> {
    const blob = await this.blobs.open(sha256);
    if (!blob) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const small = await this.images.read(await buffer(blob.stream), 'FEED_IMAGE_UNREADABLE', (image) =>
      image
        .resize(side, side, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .webp({ quality: QUALITY })
        .toBuffer(),
    );
    return this.blobs.lease(small, async (key) => {
      await this.thumbnails.keep(sha256, side, key);
      return key;
    });
  }
}
