import { type AvatarCrop, LIMITS } from '@visionary/contract';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { fingerprintImage } from './image-fingerprint.js';
import type { Dimensions, ImageResult, ImageTask, ImageTransform } from './image-task.js';

const MAX_SECONDS = 15;
/** What the pixels of a decoded upload may take: an image of the largest size with transparency, 8 bits per sample. */
const MAX_DECODED_BYTES = LIMITS.uploadPixels * 4;
const PNG_COMPRESSION = 6;

/** Decodes an image. Runs in the image decoder, never in the server. */
export async function runImageTask(task: ImageTask): Promise<ImageResult> {
  try {
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
