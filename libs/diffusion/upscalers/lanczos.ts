import type { ImageUpscaler } from '../pipeline/image-job.js';
import sharp from 'sharp';

/** Lanczos resampling over three lobes. */
export const lanczos: ImageUpscaler = async ({ rgb, width, height }, size) => {
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  const resized = await image.resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
  return { rgb: new Uint8Array(resized), width: size.width, height: size.height };
};
