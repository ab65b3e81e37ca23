import sharp from 'sharp';
import type { Pixels } from '../checks/veil.js';

/** What was sent does not fit the take. */
export class MaterialError extends Error {
  override readonly name = 'MaterialError';
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Previews keep proportions up to a pixel. */
const ROUNDING_PIXELS = 1;

/** Decodes a finished image. @throws MaterialError unless it is a PNG of this size */
export async function readLentImage(png: Uint8Array, size: Size): Promise<Pixels> {
  const image = await decode(png, ['png'], size);
  if (image.width !== size.width || image.height !== size.height) {
    throw new MaterialError(`an image has ${sizeText(image)} pixels, ${sizeText(size)} were ordered`);
  }
  return image;
}

/** Decodes a frame. @throws MaterialError unless it is a WebP or JPEG with the proportions of `size`, and no larger */
export async function readLentFrame(frame: Uint8Array, size: Size): Promise<Pixels> {
  const image = await decode(frame, ['webp', 'jpeg'], size);
  const expectedHeight = (image.width * size.height) / size.width;
  const expectedWidth = (image.height * size.width) / size.height;
  const isInProportion =
    Math.abs(image.height - expectedHeight) <= ROUNDING_PIXELS ||
    Math.abs(image.width - expectedWidth) <= ROUNDING_PIXELS;
  if (image.width > size.width || !isInProportion) {
    throw new MaterialError(`a frame has ${sizeText(image)} pixels for an image of ${sizeText(size)}`);
  }
  return image;
}

/** Rejects more pixels than `size` before it decodes any. */
async function decode(file: Uint8Array, formats: readonly string[], { width, height }: Size): Promise<Pixels> {
  try {
    const image = sharp(file, { limitInputPixels: width * height, failOn: 'error', pages: 1 });
    const { format } = await image.metadata();
    if (!formats.includes(format)) throw new MaterialError(`an image is ${format}, expected ${formats.join(' or ')}`);
    const { data, info } = await image
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { rgb: new Uint8Array(data), width: info.width, height: info.height };
  } catch (error) {
    if (error instanceof MaterialError) throw error;
    throw new MaterialError(`an image cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const sizeText = ({ width, height }: Size) => `${width} × ${height}`;
