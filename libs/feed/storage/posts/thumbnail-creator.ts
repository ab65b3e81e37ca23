import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import { Thumbnails } from './sql-thumbnails.js';

/** WebP quality: a compromise between fidelity and size. */
const QUALITY = 82;

/** Creates and stores thumbnails. Concurrent requests for one share a single flight. */
@Injectable()
export class ThumbnailCreator {
  private readonly flights = new Map<string, Promise<string>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly images: UntrustedImages,
    private readonly thumbnails: Thumbnails,
  ) {}

  /** @returns its key in the blob store. @throws Rejection FEED_IMAGE_NOT_FOUND when the image is gone */
  async findOrCreate(sha256: string, side: number): Promise<string> {
    return (await this.thumbnails.find(sha256, side)) ?? this.create(sha256, side);
  }

  /** Creates a thumbnail even if one is recorded. */
  create(sha256: string, side: number): Promise<string> {
    const name = `${sha256}/${side}`;
    const flight = this.flights.get(name) ?? this.render(sha256, side).finally(() => this.flights.delete(name));
    this.flights.set(name, flight);
    return flight;
  }

  private async render(sha256: string, side: number): Promise<string> {
    const file = await this.blobs.read(sha256);
    if (!file) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const { data: webp } = await this.images.read(file, 'FEED_IMAGE_UNREADABLE', {
      size: { width: side, height: side, fit: 'inside' },
      format: { type: 'webp', quality: QUALITY },
    });
    return this.blobs.lease(webp, async (key) => {
      await this.thumbnails.add(sha256, side, key);
      return key;
    });
  }
}
