import { Injectable } from '@nestjs/common';
import { type ContentRating, type ErrorCode, LIMITS } from '@visionary/contract';
import { ConcurrencyLimiter, Rejection } from '@visionary/kernel';
import sharp, { type Sharp } from 'sharp';

/** Magic bytes of accepted formats. Files with others never reach a decoder. */
const MAGIC_BYTES = {
  png: (head: string) => head.startsWith('89504e470d0a1a0a'),
  jpeg: (head: string) => head.startsWith('ffd8ff'),
  webp: (head: string) => head.startsWith('52494646') && head.slice(16, 24) === '57454250',
};
const HEAD_BYTES = 12;

/** Decoding an image of maximum size takes about 200 MB. */
const MAX_CONCURRENT = 2;
const MAX_WAITING = 32;
const RETRY_AFTER_SECONDS = 5;
const MAX_SECONDS = 20;

export interface UploadPolicy {
  /** True if any rating is accepted, false if only `everyone` is. */
  readonly acceptsAnyRating: boolean;
  /** True if the image is checked again when it is published. */
  readonly reviewsLater: boolean;
}

/** @throws Rejection if the upload isn't accepted; nothing is stored then */
export type UploadCheck = (
  file: Uint8Array,
  unreadableCode: ErrorCode,
  uploadPolicy: UploadPolicy,
) => Promise<ContentRating>;

/** Size of the image after EXIF rotation, in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes images from users, off the event loop. Results contain only pixels, because encoders write no metadata by
 * default.
 */
@Injectable()
export class UntrustedImages {
  private check: UploadCheck | undefined;
  private readonly limiter = new ConcurrencyLimiter(MAX_CONCURRENT, MAX_WAITING, RETRY_AFTER_SECONDS);

  /** Sets the image check for uploads. Without one, every readable image is accepted. */
  setCheck(check: UploadCheck): void {
    this.check = check;
  }

  /** Like `read`, for images that must be rated for everyone. @throws what the check throws */
  async accept<T>(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
  ): Promise<T> {
    const result = await this.read(file, unreadableCode, encode);
    await this.check?.(file, unreadableCode, { acceptsAnyRating: false, reviewsLater: false });
    return result;
  }

  /**
   * Like `accept`, for images with a rating of their own: sensitive and adult ones are accepted, too. @param
   * reviewsLater see UploadPolicy
   */
  async acceptAny<T>(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
    reviewsLater = false,
  ): Promise<{ readonly result: T; readonly contentRating: ContentRating }> {
    const result = await this.read(file, unreadableCode, encode);
    const contentRating = await this.check?.(file, unreadableCode, { acceptsAnyRating: true, reviewsLater });
    return { result, contentRating: contentRating ?? 'everyone' };
  }

  /**
   * @param unreadableCode error code for files that aren't PNG, JPEG, or WebP, or are broken
   * @param encode gets the upright image, not decoded yet
   * @throws Rejection `unreadable`, TOO_LARGE, RATE_LIMITED if too many are waiting, and rejections of `encode`
   */
  async read<T>(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
  ): Promise<T> {
    const head = Buffer.from(file.subarray(0, HEAD_BYTES)).toString('hex');
    if (!Object.values(MAGIC_BYTES).some((matches) => matches(head))) throw new Rejection(unreadableCode);
    try {
      return await this.limiter.run(async () => {
        const dimensions = await readDimensions(file);
        return encode(open(file).autoOrient().timeout({ seconds: MAX_SECONDS }), dimensions);
      });
    } catch (error) {
      if (error instanceof Rejection) throw error;
      throw new Rejection(unreadableCode);
    }
  }
}

/** Size according to the header, before decoding. @throws Rejection TOO_LARGE */
async function readDimensions(file: Uint8Array): Promise<Dimensions> {
  const { width, height, autoOrient } = await open(file, false).metadata();
  if (width * height > LIMITS.uploadPixels) {
    throw new Rejection('TOO_LARGE', { width, height, maxPixels: LIMITS.uploadPixels });
  }
  return autoOrient;
}

const open = (file: Uint8Array, isLimited = true) =>
  sharp(file, { limitInputPixels: isLimited && LIMITS.uploadPixels, failOn: 'error', pages: 1 });
