import sharp, { type Sharp } from 'sharp';
import type { ImageInput } from '../checker-protocol.js';
import type { RawImage } from '../image.js';
import type { Window } from './windows.js';

/** More than any slice accepts. */
const MAX_PIXELS = 100_000_000;
/** Larger files are scaled down to this. No classifier sees as much of one. */
const MAX_DECODED_PIXELS = 8_000_000;

export type BackgroundColor = 'white' | 'black';

/** The decoded pixels of an image, on a background color. */
export interface DecodableImage {
  readonly width: number;
  readonly height: number;
  /** Creates a pipeline of the upright, opaque image. */
  readonly background: (backgroundColor: BackgroundColor) => Sharp;
  readonly hasAlpha: boolean;
}

/** Decodes a file once, whatever is looked at afterwards. @throws Error for bytes that can't be decoded */
export async function readImage(input: ImageInput): Promise<DecodableImage> {
  if (!(input instanceof Uint8Array)) return fromPixels(input);
  const file = () => sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 });
  const { autoOrient } = await file().metadata();
  const scale = Math.min(1, Math.sqrt(MAX_DECODED_PIXELS / (autoOrient.width * autoOrient.height)));
  const [scaledWidth, scaledHeight] = [autoOrient.width, autoOrient.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  const { data, info } = await file()
    .autoOrient()
    .resize(scaledWidth, scaledHeight, { fit: 'fill' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const background = (backgroundColor: BackgroundColor) =>
    sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS })
      .flatten({ background: backgroundColor })
      .toColourspace('srgb');
  return { width, height, hasAlpha: isTransparent(data, channels), background };
}

function isTransparent(data: Uint8Array, channels: number): boolean {
  if (channels !== 2 && channels !== 4) return false;
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return true;
  return false;
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
