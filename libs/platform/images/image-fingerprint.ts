import { LIMITS } from '@visionary/contract';
import sharp from 'sharp';
import { PHASH_SIZE, perceptualHash } from './perceptual-hash.js';

/** What is in an image, whatever file it came in. */
export interface ImageFingerprint {
  /** SHA-256 of its pixels: the same after another container, other metadata, or saving it anew without loss. */
  readonly pixelHash: string;
  /** What it looks like; null where nothing is drawn in it. */
  readonly perceptualHash: string | null;
}

/**
 * Beside the event loop, but for a millisecond. As large as everybody keeps images at most, so that what is kept has the same
 * content as what was brought.
 * @throws Error for bytes that are no image
 */
export async function fingerprintImage(file: Uint8Array): Promise<ImageFingerprint> {
  const open = () => sharp(file, { limitInputPixels: LIMITS.uploadPixels, failOn: 'error', pages: 1 }).autoOrient();
  const { hasAlpha } = await open().metadata();
  const isOpaque = !hasAlpha || (await open().stats()).isOpaque;
  const upright = isOpaque ? open().removeAlpha() : open();
  const { max } = LIMITS.sidePixels;
  const { data, info } = await upright
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

/** Hashed on a thread: large images are many bytes. */
async function digestOf(data: Uint8Array, sides: string): Promise<string> {
  const bytes = Buffer.concat([Buffer.from(sides), data]);
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
