import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { StrangePictures } from '@visionary/platform/pictures';

export interface ReadPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Makes a plain PNG of what people bring: pixels, and nothing else that was in the file. */
@Injectable()
export class PictureReader {
  constructor(private readonly pictures: StrangePictures) {}

  /**
   * Upright, sRGB, 8 bit, at most LIMITS.sidePixels.max a side, transparency kept.
   * @throws Rejection GENERATION_PICTURE_UNREADABLE, TOO_LARGE, RATE_LIMITED when too many wait
   */
  read(file: Uint8Array): Promise<ReadPicture> {
    const { max } = LIMITS.sidePixels;
    return this.pictures.bring(file, 'GENERATION_PICTURE_UNREADABLE', async (picture) => {
      const { data, info } = await picture
        .resize(max, max, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .png({ compressionLevel: 6 })
        .toBuffer({ resolveWithObject: true });
      return { png: data, width: info.width, height: info.height };
    });
  }
}
