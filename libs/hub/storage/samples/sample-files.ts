import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { type EncodedImage, type ImageTransform, UntrustedImages } from '@visionary/platform/images';
import { type SampleFile, THUMBNAIL_SIZE } from '../../domain/samples.js';

/** Longest side in pixels. Large enough for a wide screen. */
const MAX_SIDE = 1_024;
const QUALITY = 88;

type WebpImage = Omit<SampleFile, 'checkedRating'>;

/** Re-encodes and stores images of samples. */
@Injectable()
export class SampleFiles {
  constructor(
    private readonly images: UntrustedImages,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Keeps nothing but the pixels.
   * @param owner who uploads it, if anybody
   * @throws Rejection HUB_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED, SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE
   */
  async reencode(image: Uint8Array, owner?: string): Promise<SampleFile> {
    const accepted = await this.images.acceptAny(image, 'HUB_IMAGE_UNREADABLE', webpWithin(MAX_SIDE), { owner });
    const { contentRating } = accepted;
    return { ...toWebpImage(accepted.image), checkedRating: contentRating === 'everyone' ? null : contentRating };
  }

  /** Makes a thumbnail of a stored image. @returns null if the image is missing. @throws Rejection RATE_LIMITED */
  async thumbnailOf(sha256: string): Promise<WebpImage | null> {
    const file = await this.blobs.read(sha256);
    if (!file) return null;
    return toWebpImage(await this.images.read(file, 'HUB_IMAGE_UNREADABLE', webpWithin(THUMBNAIL_SIZE)));
  }

  /** Stores the file, leased while `use` records its reference. */
  hold<T>({ webp }: Pick<SampleFile, 'webp'>, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(webp, use);
  }
}

const webpWithin = (side: number): ImageTransform => ({
  size: { width: side, height: side, fit: 'inside' },
  format: { type: 'webp', quality: QUALITY },
});

const toWebpImage = ({ data, width, height }: EncodedImage): WebpImage => ({ webp: data, width, height });
