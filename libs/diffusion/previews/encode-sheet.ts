import sharp from 'sharp';
import type { Image } from '../pipeline/pixels.js';

/** Images of equal size in rows, from the top left: WebP. */
export interface Sheet {
  readonly bytes: Uint8Array;
  readonly columns: number;
  /** Of each image, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Longest side of an image on a sheet, in pixels. */
const MAX_SIDE = 512;
const QUALITY = 82;

/** @param images at least one; all get the size of the last one, at most 512 pixels a side */
export async function encodeSheet(images: readonly Image[]): Promise<Sheet> {
  const { width, height } = fit(images.at(-1)!);
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const rgb = new Uint8Array(columns * width * rows * height * 3);
  for (const [at, image] of images.entries()) {
    const pixels = await resized(image, width, height);
    const [left, top] = [(at % columns) * width, Math.floor(at / columns) * height];
    for (let y = 0; y < height; y++) {
      rgb.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * columns * width + left) * 3);
    }
  }
  const sheet = sharp(rgb, { raw: { width: columns * width, height: rows * height, channels: 3 } });
  return { bytes: await sheet.webp({ quality: QUALITY, effort: 2 }).toBuffer(), columns, width, height };
}

function fit({ width, height }: Image): { width: number; height: number } {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function resized(image: Image, width: number, height: number): Promise<Uint8Array> {
  if (image.width === width && image.height === height) return image.rgb;
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  return sharp(image.rgb, { raw }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
}
