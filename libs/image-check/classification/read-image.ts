import sharp, { type Sharp } from 'sharp';
import type { ImageInput } from '../checker-protocol.js';
import type { RawImage } from '../image.js';
import type { Window } from './windows.js';

/** Beyond what any slice accepts; what is larger was not checked by whoever sends it. */
const MAX_PIXELS = 100_000_000;

export type BackgroundColor = 'white' | 'black';

/** An image that is not decoded yet, and what its see-through parts may be laid on. */
export interface DecodableImage {
  readonly width: number;
  readonly height: number;
  /** A new pipeline for each way of looking, upright, without see-through parts. */
  readonly background: (backgroundColor: BackgroundColor) => Sharp;
  readonly hasAlpha: boolean;
}

/** @throws Error for bytes that are no image */
export async function readImage(given: ImageInput): Promise<DecodableImage> {
  if (!(given instanceof Uint8Array)) return fromPixels(given);
  const open = () => sharp(given, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 }).autoOrient();
  const { autoOrient, hasAlpha } = await open().metadata();
  const isSeeThrough = hasAlpha && !(await open().stats()).isOpaque;
  return {
    ...autoOrient,
    hasAlpha: isSeeThrough,
    background: (background) => open().flatten({ background }).toColourspace('srgb'),
  };
}

function fromPixels({ data, width, height }: RawImage): DecodableImage {
  // Of nothing there would be nothing to say against.
  if (data.length === 0 || data.length !== width * height * 3) throw new Error('pixels that do not fit the sides');
  const background = () => sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: MAX_PIXELS });
  return { width, height, hasAlpha: false, background };
}

/** Every pixel as it is. */
export async function pixelsOf(image: DecodableImage): Promise<RawImage> {
  const { width, height } = image;
  return { data: await image.background('white').raw().toBuffer(), width, height };
}

/** A window of it, pressed into the sides that a network looks at. @returns `[height, width, 3]` bytes */
export function cropWindow(
  image: DecodableImage,
  window: Window,
  backgroundColor: BackgroundColor,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const part = image.background(backgroundColor).extract(window);
  return part.resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
}
