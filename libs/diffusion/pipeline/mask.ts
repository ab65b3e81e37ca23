import type { LatentFrame } from './latent-frame.js';
import type { Image } from './pixels.js';

/** From this level on a pixel of a mask is meant to be painted anew. */
const PAINTED = 128;

/**
 * A mask in pixels as one in cells, `[padded]`, 1 where it is painted. A cell is painted as soon as one of its pixels
 * is: what somebody marked is painted whole, and what the cell paints beyond is covered again by the image itself.
 * The margin is painted: nobody sees it, and there is nothing to keep in it.
 */
export function maskCells(
  mask: Uint8Array,
  image: Pick<Image, 'width' | 'height'>,
  { cells, padded, left, top }: LatentFrame,
  spatialFactor: number,
): Float32Array {
  const painted = new Float32Array(padded.width * padded.height).fill(1);
  for (let y = top; y < top + cells.height; y++) {
    painted.fill(0, y * padded.width + left, y * padded.width + left + cells.width);
  }
  for (let y = 0; y < image.height; y++) {
    const row = (top + Math.floor(y / spatialFactor)) * padded.width + left;
    for (let x = 0; x < image.width; x++) {
      if (mask[y * image.width + x]! >= PAINTED) painted[row + Math.floor(x / spatialFactor)] = 1;
    }
  }
  return painted;
}

/** Whether anything is to be painted. */
export function isMaskEmpty(mask: Uint8Array): boolean {
  return mask.some((level) => level >= PAINTED);
}

/**
 * The painted image under the mask, the original everywhere else, byte for byte. Inside the mask's edge the one goes
 * over into the other within `feather` pixels, so that no seam shows; outside nothing is touched.
 * @param mask `[height*width]`
 */
export function composite(painted: Image, original: Image, mask: Uint8Array, feather: number): Image {
  const { width, height } = painted;
  const depth = depthInside(mask, width, height, feather);
  const rgb = new Uint8Array(original.rgb);
  for (let i = 0; i < mask.length; i++) {
    const share = (mask[i]! / 255) * (depth[i]! / feather);
    if (share === 0) continue;
    for (let c = i * 3; c < i * 3 + 3; c++) {
      rgb[c] = Math.round(share * painted.rgb[c]! + (1 - share) * original.rgb[c]!);
    }
  }
  return { rgb, width, height };
}

/**
 * How many pixels each one lies inside the mask, counted along rows, columns and diagonals, at most `most`. An image's
 * own edge is none of the mask's. Two sweeps, as Rosenfeld and Pfaltz 1966.
 */
function depthInside(mask: Uint8Array, width: number, height: number, most: number): Uint8Array {
  const depth = new Uint8Array(mask.length);
  const sweep = (x: number, y: number, dx: number): void => {
    const i = y * width + x;
    if (mask[i] === 0) return;
    let least = dx === -1 ? most - 1 : depth[i]! - 1;
    const look = (nx: number, ny: number): void => {
      const isInside = nx >= 0 && nx < width && ny >= 0 && ny < height;
      if (isInside) least = Math.min(least, depth[ny * width + nx]!);
    };
    look(x + dx, y);
    for (let side = -1; side <= 1; side++) look(x + side, y + dx);
    depth[i] = least + 1;
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sweep(x, y, -1);
  for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) sweep(x, y, 1);
  return depth;
}
