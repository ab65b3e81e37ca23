import { Injectable } from '@nestjs/common';
import { LIMITS, type PictureCrop } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Sides, StrangePictures } from '@visionary/platform/pictures';

const QUALITY = 84;

/** Makes the small square that people show of the picture they bring. */
@Injectable()
export class FaceCutter {
  constructor(private readonly pictures: StrangePictures) {}

  /**
   * @param crop in pixels of the upright picture
   * @returns WebP, LIMITS.personPicture a side, with nothing in it but pixels
   * @throws Rejection ACCOUNTS_PICTURE_UNREADABLE, TOO_LARGE, RATE_LIMITED, INVALID where the square leaves the picture
   */
  cut(file: Uint8Array, crop: PictureCrop): Promise<Uint8Array> {
    return this.pictures.bring(file, 'ACCOUNTS_PICTURE_UNREADABLE', (picture, sides) => {
      const { x, y, side } = squareIn(sides, crop);
      return picture
        .extract({ left: x, top: y, width: side, height: side })
        .resize(LIMITS.personPicture, LIMITS.personPicture)
        .toColourspace('srgb')
        .webp({ quality: QUALITY })
        .toBuffer();
    });
  }
}

/** What of the square is not said lies in the middle and reaches as far as it can. */
function squareIn({ width, height }: Sides, { x, y, side = Math.min(width, height) }: PictureCrop) {
  const square = { x: x ?? middle(width, side), y: y ?? middle(height, side), side };
  const isInside = Math.min(square.x, square.y) >= 0 && square.x + side <= width && square.y + side <= height;
  if (!isInside) throw new Rejection('INVALID', { field: 'side', reason: `inside ${width}×${height} pixels` });
  return square;
}

const middle = (length: number, side: number): number => Math.floor((length - side) / 2);
