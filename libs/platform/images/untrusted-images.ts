import { Inject, Injectable } from '@nestjs/common';
import type { ContentRating, ErrorCode } from '@visionary/contract';
import { ConcurrencyLimiter, Rejection } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import {
  type Animation,
  type EncodedImage,
  ImageDecoder,
  type ImageFingerprint,
  type ImageTransform,
} from './image-task.js';

/** Magic bytes of accepted formats. Files with others never reach a decoder. */
const MAGIC_BYTES = {
  png: (head: string) => head.startsWith('89504e470d0a1a0a'),
  jpeg: (head: string) => head.startsWith('ffd8ff'),
  webp: (head: string) => head.startsWith('52494646') && head.slice(16, 24) === '57454250',
};
const HEAD_BYTES = 12;

/** Images that are decoded, checked or compared at once. The decoder and the checker have limits of their own. */
const MAX_CONCURRENT = 4;
const MAX_WAITING = 32;
const RETRY_AFTER_SECONDS = 5;

export interface UploadPolicy {
  /** True if any rating is accepted, false if only `everyone` is. */
  readonly acceptsAnyRating: boolean;
  /** True if the image is checked again when it is published. */
  readonly reviewsLater: boolean;
}

interface AcceptedImage {
  readonly image: EncodedImage;
  readonly contentRating: ContentRating;
}

interface Upload {
  readonly file: Uint8Array;
  readonly unreadableCode: ErrorCode;
  readonly transform: ImageTransform;
  readonly owner: string | undefined;
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

  constructor(
    private readonly decoder: ImageDecoder,
    @Inject(BlobStore) private readonly blobs: Pick<BlobStore, 'requireSpace'>,
  ) {}

  /** Sets the image check for uploads. Without one, every readable image is accepted. */
  setCheck(check: UploadCheck): void {
    this.check = check;
  }

  /**
   * Like `read`, for images that must be rated for everyone.
   * @param owner who uploads it: the images of one owner are read one after the other
   * @throws STORAGE_FULL before it is read, and what the check throws
   */
  async accept(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    transform: ImageTransform,
    owner?: string,
  ): Promise<EncodedImage> {
    const policy = { acceptsAnyRating: false, reviewsLater: false };
    return (await this.acceptBy(policy, { file, unreadableCode, transform, owner })).image;
  }

  /**
   * Like `accept`, for images with a rating of their own: sensitive and adult ones are accepted, too. @param
   * reviewsLater see UploadPolicy
   */
  async acceptAny(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    transform: ImageTransform,
    { reviewsLater = false, owner }: { readonly reviewsLater?: boolean; readonly owner?: string | undefined } = {},
  ): Promise<AcceptedImage> {
    return this.acceptBy({ acceptsAnyRating: true, reviewsLater }, { file, unreadableCode, transform, owner });
  }

  private async acceptBy(
    policy: UploadPolicy,
    { file, unreadableCode, transform, owner }: Upload,
  ): Promise<AcceptedImage> {
    await this.blobs.requireSpace(file.byteLength);
    return this.limiter.run(async () => {
      const image = await this.decode(file, unreadableCode, transform);
      const contentRating = await this.check?.(file, unreadableCode, policy);
      return { image, contentRating: contentRating ?? 'everyone' };
    }, owner);
  }

  /**
   * @param unreadableCode error code for files that aren't PNG, JPEG, or WebP, or are broken
   * @throws Rejection `unreadable`, TOO_LARGE, RATE_LIMITED if too many are waiting, INVALID if the crop leaves the image
   */
  read(file: Uint8Array, unreadableCode: ErrorCode, transform: ImageTransform): Promise<EncodedImage> {
    return this.limiter.run(() => this.decode(file, unreadableCode, transform));
  }

  private async decode(file: Uint8Array, unreadableCode: ErrorCode, transform: ImageTransform): Promise<EncodedImage> {
    const head = Buffer.from(file.subarray(0, HEAD_BYTES)).toString('hex');
    if (!Object.values(MAGIC_BYTES).some((matches) => matches(head))) throw new Rejection(unreadableCode);
    const result = await this.decoder.run({ type: 'transform', file, transform });
    switch (result.type) {
      case 'image': {
        const { data, width, height } = result;
        return { data, width, height };
      }
      case 'tooLarge': {
        const { width, height, maxPixels } = result;
        throw new Rejection('TOO_LARGE', { width, height, maxPixels });
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

  /** An animated WebP or GIF. @throws Rejection `unreadable`, RATE_LIMITED if too many are waiting */
  animate(sheet: Uint8Array, last: Uint8Array, animation: Animation, unreadableCode: ErrorCode): Promise<EncodedImage> {
    return this.limiter.run(async () => {
      const result = await this.decoder.run({ type: 'animate', sheet, last, animation });
      if (result.type !== 'image') throw new Rejection(unreadableCode);
      const { data, width, height } = result;
      return { data, width, height };
    });
  }

  /** @returns null for bytes that aren't an image */
  async fingerprint(file: Uint8Array): Promise<ImageFingerprint | null> {
    const result = await this.decoder.run({ type: 'fingerprint', file });
    return result.type === 'fingerprint' ? result : null;
  }
}
