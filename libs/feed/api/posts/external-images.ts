import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { PARAMETERS_KEYWORD, readImageMetadata, withPngText } from '@visionary/infotext';
import { UntrustedImages } from '@visionary/platform/images';
import type { Sharp } from 'sharp';

export interface ExternalImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly infotext: string | null;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
}

/** Longer than any honest one; a text column holds it in whatever letters. */
const INFOTEXT_AT_MOST = 16_000;

/**
 * Images made elsewhere: encoded anew, so that nothing of the file is left but pixels and what it says of how it was made,
 * where other tools look for it. The name of this program makes them differ from what rooms keep of the same pixels.
 */
@Injectable()
export class ExternalImages {
  constructor(private readonly images: UntrustedImages) {}

  /** @throws Rejection FEED_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED when too many wait, SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW */
  async read(file: Uint8Array): Promise<ExternalImage> {
    const { max } = LIMITS.sidePixels;
    const encode = (image: Sharp) =>
      image
        .resize(max, max, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .png({ compressionLevel: 6 })
        .toBuffer({ resolveWithObject: true });
    // What it looks like is asked again once it is published: then somebody can look at it.
    const { made, level } = await this.images.acceptAny(file, 'FEED_IMAGE_UNREADABLE', encode, true);
    const { data, info } = made;
    const infotext = told((await readImageMetadata(file)).get(PARAMETERS_KEYWORD));
    const png = withPngText(data, [
      { keyword: 'Software', text: 'Visionary' },
      ...(infotext === null ? [] : [{ keyword: PARAMETERS_KEYWORD, text: infotext }]),
    ]);
    return { png, width: info.width, height: info.height, infotext, level: level === 'everyone' ? null : level };
  }
}

const told = (infotext = ''): string | null => {
  const isText = infotext.trim() !== '' && infotext.isWellFormed() && !infotext.includes('\u0000');
  return isText && infotext.length <= INFOTEXT_AT_MOST ? infotext : null;
};
