import { Injectable } from '@nestjs/common';
import { UntrustedImages } from '@visionary/platform/images';
import { UPLOAD_TRANSFORM } from '../domain/uploads.js';

export interface ReadImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Re-encodes uploaded images as PNG: pixels without metadata. */
@Injectable()
export class UploadImageReader {
  constructor(private readonly images: UntrustedImages) {}

  /**
   * Upright, sRGB, 8 bit, at most LIMITS.sidePixels.max a side; keeps transparency.
   * @throws Rejection GENERATION_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED if too many uploads wait
   */
  async read(file: Uint8Array, ownerId: string): Promise<ReadImage> {
    const { data, width, height } = await this.images.accept(
      file,
      'GENERATION_IMAGE_UNREADABLE',
      UPLOAD_TRANSFORM,
      ownerId,
    );
    return { png: data, width, height };
  }
}
