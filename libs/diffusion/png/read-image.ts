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
 * @param size by default that of the image
 * @param subject the image in an error
 * @throws RenderError RENDER_OUT_OF_RANGE when it is not an image
 */
export async function readImage(bytes: Uint8Array, size?: Size, subject = 'the init image'): Promise<Image> {
  const { data, info } = await decodePixels(subject, () =>
    (size ? fitToSize(bytes, size) : open(bytes))
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  return { rgb: new Uint8Array(data), width: info.width, height: info.height };
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
const open = (bytes: Uint8Array): Sharp => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient();

function fitToSize(bytes: Uint8Array, { width, height }: Size): Sharp {
  return open(bytes).resize(width, height, { fit: 'cover', position: 'centre' });
}

async function decodePixels<T>(subject: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RenderError('RENDER_OUT_OF_RANGE', `${subject} cannot be read: ${reason}`);
  }
}
