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
  const { max } = LIMITS.sidePixels;
  // One pass: whether the image is opaque shows in the scaled pixels.
  const scaled = await sharp(file, { limitInputPixels: LIMITS.uploadPixels, failOn: 'error', pages: 1 })
    .autoOrient()
    .resize(max, max, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = scaled.info;
  const { data, channels } = withoutOpaqueAlpha(scaled.data, scaled.info.channels);
  const luma = await sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(PHASH_SIZE, PHASH_SIZE, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { pixelHash: await digestOf(data, `${width}x${height}x${channels}:`), perceptualHash: perceptualHash(luma) };
}

/** Drops an alpha channel that hides nothing, so that it does not change the fingerprint. */
function withoutOpaqueAlpha<N extends number>(data: Buffer, channels: N) {
  const hasAlpha = channels === 2 || channels === 4;
  if (!hasAlpha) return { data, channels };
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return { data, channels };
  const colors = channels - 1;
  const opaque = Buffer.alloc((data.length / channels) * colors);
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    data.copy(opaque, pixel * colors, pixel * channels, pixel * channels + colors);
  }
  return { data: opaque, channels: colors as 1 | 3 };
}

/** Off the event loop, because large images have many bytes. */
async function digestOf(data: Uint8Array, prefix: string): Promise<string> {
  const bytes = Buffer.concat([Buffer.from(prefix), data]);
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
