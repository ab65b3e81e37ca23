import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { PARAMETERS, readPictureText, withPngText } from '@visionary/infotext';
import { StrangePictures } from '@visionary/platform/pictures';
import type { Sharp } from 'sharp';

export interface ForeignPicture {
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
 * Pictures made elsewhere: encoded anew, so that nothing of the file is left but pixels and what it says of how it was made,
 * where other tools look for it. The name of this program makes them differ from what rooms keep of the same pixels.
 */
@Injectable()
export class ForeignPictures {
  constructor(private readonly pictures: StrangePictures) {}

  /** @throws Rejection FEED_PICTURE_UNREADABLE, TOO_LARGE, RATE_LIMITED when too many wait, SAFETY_PICTURE_REFUSED, SAFETY_CHECK_AWAY,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_HELD */
  async read(file: Uint8Array): Promise<ForeignPicture> {
    const { max } = LIMITS.sidePixels;
    const encode = (picture: Sharp) =>
      picture
        .resize(max, max, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .png({ compressionLevel: 6 })
        .toBuffer({ resolveWithObject: true });
    // What it looks like is asked again once it is published: then somebody can look at it.
    const { made, level } = await this.pictures.bringAny(file, 'FEED_PICTURE_UNREADABLE', encode, true);
    const { data, info } = made;
    const infotext = told((await readPictureText(file)).get(PARAMETERS));
    const png = withPngText(data, [
      { keyword: 'Software', text: 'Visionary' },
      ...(infotext === null ? [] : [{ keyword: PARAMETERS, text: infotext }]),
    ]);
    return { png, width: info.width, height: info.height, infotext, level: level === 'everybody' ? null : level };
  }
}

const told = (infotext = ''): string | null => {
  const isText = infotext.trim() !== '' && infotext.isWellFormed() && !infotext.includes('\u0000');
  return isText && infotext.length <= INFOTEXT_AT_MOST ? infotext : null;
};
