import { LIMITS } from '@visionary/contract';
import sharp from 'sharp';
import type { ImageFingerprint } from './image-task.js';
import { PHASH_SIZE, perceptualHash } from './perceptual-hash.js';

/**
 * Computes the fingerprint, mostly off the event loop. Scales the image to the maximum stored size first, so that an
 * upload and its stored copy have the same fingerprint.
 * @throws Error for bytes that aren't an image
 */
export async function fingerprintImage(file: Uint8Array): Promise<ImageFingerprint> {
  const openImage = () =>
    sharp(file, { limitInputPixels: LIMITS.uploadPixels, failOn: 'error', pages: 1 }).autoOrient();
  const { hasAlpha } = await openImage().metadata();
  const isOpaque = !hasAlpha || (await openImage().stats()).isOpaque;
  const pixels = isOpaque ? openImage().removeAlpha() : openImage();
  const { max } = LIMITS.sidePixels;
  const { data, info } = await pixels
    .resize(max, max, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const luma = await sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(PHASH_SIZE, PHASH_SIZE, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { pixelHash: await digestOf(data, `${width}x${height}x${channels}:`), perceptualHash: perceptualHash(luma) };
}

/** Off the event loop, because large images have many bytes. */
async function digestOf(data: Uint8Array, prefix: string): Promise<string> {
  const bytes = Buffer.concat([Buffer.from(prefix), data]);
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
