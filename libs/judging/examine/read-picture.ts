import sharp, { type Sharp } from 'sharp';
import type { GivenPicture } from '../judge-protocol.js';
import type { RawPicture } from '../picture.js';
import type { Window } from './windows.js';

/** Beyond what any slice accepts; what is larger was not checked by whoever sends it. */
const MAX_PIXELS = 100_000_000;

export type Background = 'white' | 'black';

/** A picture that is not decoded yet, and what its see-through parts may be laid on. */
export interface ReadablePicture {
  readonly width: number;
  readonly height: number;
  /** A new pipeline for each way of looking, upright, without see-through parts. */
  readonly on: (background: Background) => Sharp;
  readonly isSeeThrough: boolean;
}

/** @throws Error for bytes that are no picture */
export async function readPicture(given: GivenPicture): Promise<ReadablePicture> {
  if (!(given instanceof Uint8Array)) return ofPixels(given);
  const open = () => sharp(given, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 }).autoOrient();
  const { autoOrient, hasAlpha } = await open().metadata();
  const isSeeThrough = hasAlpha && !(await open().stats()).isOpaque;
  return { ...autoOrient, isSeeThrough, on: (background) => open().flatten({ background }).toColourspace('srgb') };
}

function ofPixels({ data, width, height }: RawPicture): ReadablePicture {
  // Of nothing there would be nothing to say against.
  if (data.length === 0 || data.length !== width * height * 3) throw new Error('pixels that do not fit the sides');
  const on = () => sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: MAX_PIXELS });
  return { width, height, isSeeThrough: false, on };
}

/** Every pixel as it is. */
export async function pixelsOf(picture: ReadablePicture): Promise<RawPicture> {
  const { width, height } = picture;
  return { data: await picture.on('white').raw().toBuffer(), width, height };
}

/** A window of it, pressed into the sides that a network looks at. @returns `[height, width, 3]` bytes */
export function partOf(
  picture: ReadablePicture,
  window: Window,
  background: Background,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const part = picture.on(background).extract(window);
  return part.resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
}
