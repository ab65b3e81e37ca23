import sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { Image } from '../pipeline/pixels.js';
import { RenderError } from '../errors.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Limit for init images. A small file can declare any size. */
const MAX_PIXELS = 40_000_000;

/**
 * Decodes a PNG, JPEG, or WebP, scales it to cover `size`, and crops it to the center. Transparency becomes white.
 * @param subject the image in an error
 * @throws RenderError RENDER_OUT_OF_RANGE when it is not an image
 */
export async function readImage(bytes: Uint8Array, size: Size, subject = 'the init image'): Promise<Image> {
  const rgb = await decodePixels(subject, () =>
    fitToSize(bytes, size).flatten({ background: '#ffffff' }).toColourspace('srgb').raw().toBuffer(),
  );
  return { rgb: new Uint8Array(rgb), ...size };
}

/**
 * Decodes a mask to `[height*width]` gray levels: 255 is repainted, 0 is kept. Transparency is kept.
 * @throws RenderError RENDER_OUT_OF_RANGE when it is not an image
 */
export async function readMask(bytes: Uint8Array, size: Size): Promise<Uint8Array> {
  const gray = await decodePixels('the mask', () =>
    fitToSize(bytes, size).flatten({ background: '#000000' }).toColourspace('b-w').raw().toBuffer(),
  );
  return new Uint8Array(gray);
}

/** Applies the EXIF orientation. */
function fitToSize(bytes: Uint8Array, { width, height }: Size): Sharp {
  const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  return image.autoOrient().resize(width, height, { fit: 'cover', position: 'centre' });
}

async function decodePixels(subject: string, read: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RenderError('RENDER_OUT_OF_RANGE', `${subject} cannot be read: ${reason}`);
  }
}
