import { Injectable } from '@nestjs/common';
import { type ContentRating, type ErrorCode, LIMITS } from '@visionary/contract';
import { ConcurrencyLimiter, Rejection } from '@visionary/kernel';
import { type EncodedImage, ImageDecoder, type ImageFingerprint, type ImageTransform } from './image-task.js';

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

/** Decodes images from users in the image decoder. Results contain only pixels, without metadata. */
@Injectable()
export class UntrustedImages {
  private check: UploadCheck | undefined;
  private readonly limiter = new ConcurrencyLimiter(MAX_CONCURRENT, MAX_WAITING, RETRY_AFTER_SECONDS);

  constructor(private readonly decoder: ImageDecoder) {}

  /** Sets the image check for uploads. Without one, every readable image is accepted. */
  setCheck(check: UploadCheck): void {
    this.check = check;
  }

  /** Like `read`, for images that must be rated for everyone. @throws what the check throws */
  async accept(file: Uint8Array, unreadableCode: ErrorCode, transform: ImageTransform): Promise<EncodedImage> {
    const image = await this.read(file, unreadableCode, transform);
    await this.check?.(file, unreadableCode, { acceptsAnyRating: false, reviewsLater: false });
    return image;
  }

  /**
   * Like `accept`, for images with a rating of their own: sensitive and adult ones are accepted, too. @param
   * reviewsLater see UploadPolicy
   */
  async acceptAny(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    transform: ImageTransform,
    reviewsLater = false,
  ): Promise<{ readonly image: EncodedImage; readonly contentRating: ContentRating }> {
    const image = await this.read(file, unreadableCode, transform);
    const contentRating = await this.check?.(file, unreadableCode, { acceptsAnyRating: true, reviewsLater });
    return { image, contentRating: contentRating ?? 'everyone' };
  }

  /**
   * @param unreadableCode error code for files that aren't PNG, JPEG, or WebP, or are broken
   * @throws Rejection `unreadable`, TOO_LARGE, RATE_LIMITED if too many are waiting, INVALID if the crop leaves the image
   */
  async read(file: Uint8Array, unreadableCode: ErrorCode, transform: ImageTransform): Promise<EncodedImage> {
    const head = Buffer.from(file.subarray(0, HEAD_BYTES)).toString('hex');
    if (!Object.values(MAGIC_BYTES).some((matches) => matches(head))) throw new Rejection(unreadableCode);
    const result = await this.limiter.run(() => this.decoder.run({ type: 'transform', file, transform }));
    switch (result.type) {
      case 'image': {
        const { data, width, height } = result;
        return { data, width, height };
      }
      case 'tooLarge': {
        const { width, height } = result;
        throw new Rejection('TOO_LARGE', { width, height, maxPixels: LIMITS.uploadPixels });
      }
      case 'outside': {
        const { width, height } = result;
        throw new Rejection('INVALID', { field: 'side', reason: `inside ${width}×${height} pixels` });
      }
      case 'unreadable':
      case 'fingerprint':
        throw new Rejection(unreadableCode);
      default:
        return result satisfies never;
    }
  }

  /** @returns null for bytes that aren't an image */
  async fingerprint(file: Uint8Array): Promise<ImageFingerprint | null> {
    const result = await this.decoder.run({ type: 'fingerprint', file });
    return result.type === 'fingerprint' ? result : null;
  }
}
