import { Injectable } from '@nestjs/common';
import { LIMITS, type AvatarCrop } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Dimensions, UntrustedImages } from '@visionary/platform/images';

const QUALITY = 84;

/** Makes the small square that users show of the image they bring. */
@Injectable()
export class AvatarCropper {
  constructor(private readonly images: UntrustedImages) {}

  /**
   * @param crop in pixels of the upright image
   * @returns WebP, LIMITS.personPicture a side, with nothing in it but pixels
   * @throws Rejection ACCOUNTS_AVATAR_UNREADABLE, TOO_LARGE, RATE_LIMITED, INVALID where the square leaves the image
   */
  cut(file: Uint8Array, crop: AvatarCrop): Promise<Uint8Array> {
    return this.images.accept(file, 'ACCOUNTS_AVATAR_UNREADABLE', (image, sides) => {
      const { x, y, side } = squareIn(sides, crop);
      return image
        .extract({ left: x, top: y, width: side, height: side })
        .resize(LIMITS.avatarSize, LIMITS.avatarSize)
        .toColourspace('srgb')
        .webp({ quality: QUALITY })
        .toBuffer();
    });
  }
}

/** What of the square is not said lies in the middle and reaches as far as it can. */
function squareIn({ width, height }: Dimensions, { x, y, side = Math.min(width, height) }: AvatarCrop) {
  const square = { x: x ?? middle(width, side), y: y ?? middle(height, side), side };
  const isInside = Math.min(square.x, square.y) >= 0 && square.x + side <= width && square.y + side <= height;
  if (!isInside) throw new Rejection('INVALID', { field: 'side', reason: `inside ${width}×${height} pixels` });
  return square;
}

const middle = (length: number, side: number): number => Math.floor((length - side) / 2);
