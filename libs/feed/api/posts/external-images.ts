import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { PARAMETERS_KEYWORD, readImageMetadata, withPngText } from '@visionary/infotext';
import { UntrustedImages } from '@visionary/platform/images';

export interface ExternalImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly infotext: string | null;
  /** The minimum rating by the image check. Null for everyone. */
  readonly minimumRating: 'sensitive' | 'adult' | null;
}

/** Fits a MySQL text column in any script. */
const MAX_INFOTEXT_LENGTH = 16_000;

/**
 * Re-encodes images made elsewhere: only pixels and the infotext remain. The Software chunk makes the file differ from an image of
 * a room with the same pixels.
 */
@Injectable()
export class ExternalImages {
  constructor(private readonly images: UntrustedImages) {}

  /**
   * @throws Rejection FEED_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED when too many wait, SAFETY_IMAGE_REJECTED,
   *   SAFETY_CHECK_UNAVAILABLE, SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW
   */
  async read(file: Uint8Array, owner: string): Promise<ExternalImage> {
    const { max } = LIMITS.sidePixels;
    const transform = { size: { width: max, height: max, fit: 'inside' }, format: { type: 'png' } } as const;
    // Similar images are matched again on publishing, when a moderator can see the post.
    const { image, contentRating } = await this.images.acceptAny(file, 'FEED_IMAGE_UNREADABLE', transform, {
      reviewsLater: true,
      owner,
    });
    const infotext = validInfotext((await readImageMetadata(file)).get(PARAMETERS_KEYWORD));
    const png = withPngText(image.data, [
      { keyword: 'Software', text: 'Visionary' },
      ...(infotext === null ? [] : [{ keyword: PARAMETERS_KEYWORD, text: infotext }]),
    ]);
    return {
      png,
      width: image.width,
      height: image.height,
      infotext,
      minimumRating: contentRating === 'everyone' ? null : contentRating,
    };
  }
}

const validInfotext = (infotext = ''): string | null => {
  const isText = infotext.trim() !== '' && infotext.isWellFormed() && !infotext.includes('\u0000');
  return isText && infotext.length <= MAX_INFOTEXT_LENGTH ? infotext : null;
};
