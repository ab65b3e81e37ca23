import sharp from 'sharp';
import type { Image } from '../pipeline/pixels.js';

/** An encoded preview. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/**
 * Up to this size WebP takes half the bytes of JPEG at little extra cost (16x16: 198 bytes against 379). Above it
 * WebP saves a sixth and costs 50 % more (64x64: 922 bytes in 0.7 ms of CPU against 1110 in 0.5 ms).
 */
const WEBP_PIXELS = 32 * 32;

/** Encodes on the image library's thread without blocking the caller. */
export async function encodeFrame({ rgb, width, height }: Image): Promise<Frame> {
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  const small = width * height <= WEBP_PIXELS;
  const encoded = small ? image.webp({ quality: 75, effort: 0 }) : image.jpeg({ quality: 75 });
  return { bytes: await encoded.toBuffer(), mime: small ? 'image/webp' : 'image/jpeg', width, height };
}
