import { withPngText } from '@visionary/infotext';
import type { PngText } from '@visionary/infotext';
import sharp from 'sharp';
import type { Image } from '../pipeline/pixels.js';

/** Encodes a lossless PNG with text chunks. The same image and texts give the same bytes. */
export async function encodePng({ rgb, width, height }: Image, texts: readonly PngText[]): Promise<Uint8Array> {
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
  return withPngText(png, texts);
}
