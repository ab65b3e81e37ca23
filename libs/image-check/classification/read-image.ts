import sharp, { type Sharp } from 'sharp';
import type { ImageInput } from '../checker-protocol.js';
import type { RawImage } from '../image.js';
import type { Window } from './windows.js';

/** More than any slice accepts. */
const MAX_PIXELS = 100_000_000;

export type BackgroundColor = 'white' | 'black';

/** An image that is decoded on demand, on a background color. */
export interface DecodableImage {
  readonly width: number;
  readonly height: number;
  /** Creates a pipeline of the upright, opaque image. */
  readonly background: (backgroundColor: BackgroundColor) => Sharp;
  readonly hasAlpha: boolean;
}

/** @throws Error for bytes that can't be decoded */
export async function readImage(input: ImageInput): Promise<DecodableImage> {
  if (!(input instanceof Uint8Array)) return fromPixels(input);
  const open = () => sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 }).autoOrient();
  const { autoOrient, hasAlpha } = await open().metadata();
  const isTransparent = hasAlpha && !(await open().stats()).isOpaque;
  return {
    ...autoOrient,
    hasAlpha: isTransparent,
    background: (background) => open().flatten({ background }).toColourspace('srgb'),
  };
}

function fromPixels({ data, width, height }: RawImage): DecodableImage {
  // An image without pixels would pass as safe.
  if (data.length === 0 || data.length !== width * height * 3) throw new Error('pixels don’t match the size');
  const background = () => sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: MAX_PIXELS });
  return { width, height, hasAlpha: false, background };
}

export async function pixelsOf(image: DecodableImage): Promise<RawImage> {
  const { width, height } = image;
  return { data: await image.background('white').raw().toBuffer(), width, height };
}

/** Scales a window to the input size of a classifier. @returns `[H,W,3] uint8` */
export function cropWindow(
  image: DecodableImage,
  window: Window,
  backgroundColor: BackgroundColor,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const crop = image.background(backgroundColor).extract(window);
  return crop.resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
}
