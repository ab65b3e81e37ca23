import type { LatentFrame } from './latent-frame.js';
import type { Image } from './pixels.js';

/** Mask pixels from this level on are repainted. */
const REPAINT_LEVEL = 128;

/**
 * Converts a pixel mask to cells, `[padded]`, 1 where it is repainted. A cell is repainted if any of its pixels is;
 * `composite` later restores the pixels outside of the mask. The padding is repainted, because it is never shown.
 */
export function maskCells(
  mask: Uint8Array,
  image: Pick<Image, 'width' | 'height'>,
  { cells, padded, left, top }: LatentFrame,
  spatialFactor: number,
): Float32Array {
  const repainted = new Float32Array(padded.width * padded.height).fill(1);
  for (let y = top; y < top + cells.height; y++) {
    repainted.fill(0, y * padded.width + left, y * padded.width + left + cells.width);
  }
  for (let y = 0; y < image.height; y++) {
    const row = (top + Math.floor(y / spatialFactor)) * padded.width + left;
    for (let x = 0; x < image.width; x++) {
      if (mask[y * image.width + x]! >= REPAINT_LEVEL) repainted[row + Math.floor(x / spatialFactor)] = 1;
    }
  }
  return repainted;
}

/** Whether any pixel of the mask is to be repainted. */
export function hasMaskedPixels(mask: Uint8Array): boolean {
  return mask.some((level) => level >= REPAINT_LEVEL);
}

/**
 * Combines the repainted image inside the mask with the original, which stays byte-identical outside. Blends over
 * `feather` pixels inside the mask's edge to avoid a visible seam.
 * @param mask `[height*width]`
 */
export function composite(repainted: Image, original: Image, mask: Uint8Array, feather: number): Image {
  const { width, height } = repainted;
  const depth = depthInside(mask, width, height, feather);
  const rgb = new Uint8Array(original.rgb);
  for (let i = 0; i < mask.length; i++) {
    const share = (mask[i]! / 255) * (depth[i]! / feather);
    if (share === 0) continue;
    for (let c = i * 3; c < i * 3 + 3; c++) {
      rgb[c] = Math.round(share * repainted.rgb[c]! + (1 - share) * original.rgb[c]!);
    }
  }
  return { rgb, width, height };
}

/**
 * Distance of each pixel from the outside of the mask, along rows, columns, and diagonals, at most `most`. The image
 * border doesn't count as outside. Two-pass distance transform (Rosenfeld and Pfaltz 1966).
 */
function depthInside(mask: Uint8Array, width: number, height: number, maxDepth: number): Uint8Array {
  const depth = new Uint8Array(mask.length);
  const sweep = (x: number, y: number, dx: number): void => {
    const i = y * width + x;
    if (mask[i] === 0) return;
    let least = dx === -1 ? maxDepth - 1 : depth[i]! - 1;
    const visit = (nx: number, ny: number): void => {
      const isInside = nx >= 0 && nx < width && ny >= 0 && ny < height;
      if (isInside) least = Math.min(least, depth[ny * width + nx]!);
    };
    visit(x + dx, y);
    for (let side = -1; side <= 1; side++) visit(x + side, y + dx);
    depth[i] = least + 1;
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sweep(x, y, -1);
  for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) sweep(x, y, 1);
  return depth;
}
