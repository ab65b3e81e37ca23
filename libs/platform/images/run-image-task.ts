import { type AvatarCrop, LIMITS } from '@visionary/contract';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { fingerprintImage } from './image-fingerprint.js';
import type { Animation, Dimensions, ImageResult, ImageTask, ImageTransform } from './image-task.js';

const MAX_SECONDS = 15;
/** What the pixels of a decoded upload may take: an image of the largest size with transparency, 8 bits per sample. */
const MAX_DECODED_BYTES = LIMITS.uploadPixels * 4;
const PNG_COMPRESSION = 6;

/** Decodes an image. Runs in the image decoder, never in the server. */
export async function runImageTask(task: ImageTask): Promise<ImageResult> {
  try {
    if (task.type === 'animate') return await animate(task);
    if (task.type === 'transform') return await transformImage(task.file, task.transform);
    return { type: 'fingerprint', ...(await fingerprintImage(task.file)) };
  } catch {
    return { type: 'unreadable' };
  }
}

async function transformImage(file: Uint8Array, { crop, size, format }: ImageTransform): Promise<ImageResult> {
  // Size according to the header, before decoding.
  const metadata = await open(file, false).metadata();
  const { width, height, autoOrient } = metadata;
  const maxPixels = maxPixelsOf(metadata);
  if (width * height > maxPixels) return { type: 'tooLarge', width, height, maxPixels };
  let image = open(file).autoOrient().timeout({ seconds: MAX_SECONDS });
  if (crop) {
    const square = squareIn(autoOrient, crop);
    if (!square) return { type: 'outside', ...autoOrient };
    image = image.extract(square);
  }
  const { data, info } = await encode(
    image.resize({ ...size, withoutEnlargement: size.fit === 'inside' }).toColourspace('srgb'),
    format,
  ).toBuffer({ resolveWithObject: true });
  return { type: 'image', data, width: info.width, height: info.height };
}

const ANIMATION_QUALITY = 80;
const ANIMATION_EFFORT = 2;
/** A browser shows no image for a shorter time. */
const MIN_FRAME_MS = 20;

async function animate({ sheet, last, animation }: Extract<ImageTask, { type: 'animate' }>): Promise<ImageResult> {
  const { columns, count, width, height, longest, ms, lastMs, format } = animation;
  const scale = longest / Math.max(width, height);
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const pixels = (image: Sharp) =>
    image
      .resize({ ...size, fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw();
  // Decoded once, and not for each of its images.
  const { data, info } = await open(sheet).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (!isSheetOf(info, animation)) return { type: 'unreadable' };
  const cells = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  const frames: Buffer[] = [];
  for (let at = 0; at < count; at++) {
    const corner = { left: (at % columns) * width, top: Math.floor(at / columns) * height };
    // A crop before a resize is one pass.
    frames.push(await pixels(cells.clone().extract({ ...corner, width, height })).toBuffer());
  }
  frames.push(await pixels(open(last).timeout({ seconds: MAX_SECONDS })).toBuffer());
  const delay = [...frames.slice(1).map(() => Math.max(MIN_FRAME_MS, Math.round(ms / count))), lastMs];
  const raw = { ...size, height: size.height * frames.length, pageHeight: size.height, channels: 3 } as const;
  const joined = sharp(Buffer.concat(frames), { raw });
  const options = { effort: ANIMATION_EFFORT, delay, loop: 0 };
  const animated = format === 'gif' ? joined.gif(options) : joined.webp({ quality: ANIMATION_QUALITY, ...options });
  return { type: 'image', data: await animated.toBuffer(), ...size };
}

const isSheetOf = (sheet: Dimensions, { columns, count, width, height }: Animation): boolean =>
  sheet.width === columns * width && sheet.height === Math.ceil(count / columns) * height;

/** Samples of 16 bits count twice. So does an interlaced PNG, which is held as a whole besides the result. */
function maxPixelsOf({ format, channels, depth, isProgressive }: Metadata): number {
  const sampleBytes = depth === 'uchar' ? 1 : 2;
  const passes = format === 'png' && isProgressive ? 2 : 1;
  return Math.min(LIMITS.uploadPixels, Math.floor(MAX_DECODED_BYTES / (channels * sampleBytes * passes)));
}

const encode = (image: Sharp, format: ImageTransform['format']): Sharp =>
  format.type === 'webp' ? image.webp({ quality: format.quality }) : image.png({ compressionLevel: PNG_COMPRESSION });

/** @returns undefined if it leaves the image */
function squareIn({ width, height }: Dimensions, { x, y, side = Math.min(width, height) }: AvatarCrop) {
  const [left, top] = [x ?? centered(width, side), y ?? centered(height, side)];
  const isInside = Math.min(left, top) >= 0 && left + side <= width && top + side <= height;
  return isInside ? { left, top, width: side, height: side } : undefined;
}

const centered = (length: number, side: number): number => Math.floor((length - side) / 2);

const open = (file: Uint8Array, isLimited = true) =>
  sharp(file, { limitInputPixels: isLimited && LIMITS.uploadPixels, failOn: 'error', pages: 1 });
