import type { Image } from '../pipeline/pixels.js';

/** Downscales by an integer factor so that no side exceeds `longest`. Averages blocks. */
export function downscale(image: Image, maxSide: number): Image {
  const factor = Math.ceil(Math.max(image.width, image.height) / maxSide);
  if (factor <= 1) return image;
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) rgb[(y * width + x) * 3 + c] = blockMean(image, x * factor, y * factor, factor, c);
    }
  }
  return { rgb, width, height };
}

function blockMean({ rgb, width, height }: Image, left: number, top: number, side: number, channel: number): number {
  const [right, bottom] = [Math.min(left + side, width), Math.min(top + side, height)];
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += rgb[(y * width + x) * 3 + channel]!;
  }
  return Math.round(sum / ((right - left) * (bottom - top)));
}
