import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import type { Sharp } from 'sharp';
import { type SampleFile, THUMBNAIL_SIZE } from '../../domain/samples.js';

/** Longest side in pixels. Large enough for a wide screen. */
const MAX_SIDE = 1_024;
const QUALITY = 88;

type Small = Omit<SampleFile, 'level'>;

/** Re-encodes and stores images of samples. */
@Injectable()
export class SampleFiles {
  constructor(
    private readonly images: UntrustedImages,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Keeps nothing but the pixels.
   * @throws Rejection HUB_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED, SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE
   */
  async of(image: Uint8Array): Promise<SampleFile> {
    const { result, contentRating } = await this.images.acceptAny(image, 'HUB_IMAGE_UNREADABLE', within(MAX_SIDE));
    return { ...result, level: contentRating === 'everyone' ? null : contentRating };
  }

  /** Makes a thumbnail of a stored image. @returns null if the image is missing. @throws Rejection RATE_LIMITED */
  async smallOf(sha256: string): Promise<Small | null> {
    const file = await this.blobs.read(sha256);
    return file && this.images.read(file, 'HUB_IMAGE_UNREADABLE', within(THUMBNAIL_SIZE));
  }

  /** Stores the file, leased while `use` records its reference. */
  hold<T>({ webp }: Pick<SampleFile, 'webp'>, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(webp, use);
  }
}

const within =
  (side: number) =>
  async (opened: Sharp): Promise<Small> => {
    const small = opened.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    const { data, info } = await small.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  };
