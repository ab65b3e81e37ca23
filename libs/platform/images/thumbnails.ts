import { Injectable, type StreamableFile } from '@nestjs/common';
import { BLUR_PLACEHOLDER_SIZE, thumbnailSizesOf } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import type { Request, Response } from 'express';
import { sendImage } from './image-response.js';
import { SqlThumbnails } from './sql-thumbnails.js';
import { UntrustedImages } from './untrusted-images.js';

/** WebP quality: a compromise between fidelity and size. */
const QUALITY = 82;

/** A PNG in the blob store. */
export interface StoredImage {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** Thumbnails of images, by the content of the image: WebP files in the blob store, created on first use. */
@Injectable()
export class Thumbnails {
  /** Concurrent requests for one thumbnail share a single flight. */
  private readonly flights = new Map<string, Promise<string | null>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    private readonly images: UntrustedImages,
    private readonly thumbnails: SqlThumbnails,
  ) {}

  /** Creates all thumbnails. Idempotent. @returns false if the image is gone */
  async prepare(image: StoredImage): Promise<boolean> {
    // One after the other: decoding an image needs much memory.
    for (const side of thumbnailSizesOf(image))
      if ((await this.findOrCreate(image.sha256, side)) === null) return false;
    return true;
  }

  /**
   * Sends a thumbnail, or the image itself while too many others are decoded. The caller has checked that the user may see it.
   * @returns undefined if the client has it already, null if the image is gone or has no thumbnail of this size
   */
  async send(
    image: StoredImage & { readonly isPublic: boolean },
    side: number,
    request: Request,
    response: Response,
  ): Promise<StreamableFile | undefined | null> {
    const { sha256, isPublic } = image;
    if (side !== BLUR_PLACEHOLDER_SIZE && !thumbnailSizesOf(image).includes(side)) return null;
    const sendWebp = (key: string) =>
      sendImage({ sha256: key, isPublic, type: 'image/webp' }, this.blobs, request, response);
    try {
      const recorded = await this.findOrCreate(sha256, side);
      const sent = recorded === null ? null : await sendWebp(recorded);
      if (sent !== null) return sent;
      // The blob of a recorded thumbnail may have been swept.
      const created = await this.create(sha256, side);
      return created === null ? null : await sendWebp(created);
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'RATE_LIMITED' || side === BLUR_PLACEHOLDER_SIZE) throw error;
      const png = await sendImage({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
      response.setHeader('Cache-Control', 'private, no-store');
      return png;
    }
  }

  /** Deletes the thumbnails unless they are referenced otherwise or about to be. Never called inside a transaction. */
  async drop(sha256: string): Promise<void> {
    for (const key of await this.thumbnails.remove(sha256)) await this.unreferencedBlobs.drop(key);
  }

  private async findOrCreate(sha256: string, side: number): Promise<string | null> {
    return (await this.thumbnails.find(sha256, side)) ?? this.create(sha256, side);
  }

  private create(sha256: string, side: number): Promise<string | null> {
    const name = `${sha256}/${side}`;
    const flight = this.flights.get(name) ?? this.render(sha256, side).finally(() => this.flights.delete(name));
    this.flights.set(name, flight);
    return flight;
  }

  private async render(sha256: string, side: number): Promise<string | null> {
    const file = await this.blobs.read(sha256);
    if (!file) return null;
    const { data: webp } = await this.images.read(file, 'GENERATION_IMAGE_UNREADABLE', {
      size: { width: side, height: side, fit: 'inside' },
      format: { type: 'webp', quality: QUALITY },
    });
    return this.blobs.lease(webp, async (key) => {
      await this.thumbnails.add(sha256, side, key);
      return key;
    });
  }
}
