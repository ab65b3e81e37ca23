import type { LatentSize } from '../pipeline/latent-frame.js';

export interface Cells {
  readonly data: Float32Array;
  readonly size: LatentSize;
}

/**
 * Downsamples latents `[1,C,h,w]` to at most `most` cells by averaging, at about the same aspect ratio, so that the
 * cost of a preview doesn't grow with the image.
 */
export function downsampleLatents(data: Float32Array, size: LatentSize, most: number): Cells {
  const scale = Math.sqrt(most / (size.width * size.height));
  if (scale >= 1) return { data, size };
  const fewer = { width: shorter(size.width, scale), height: shorter(size.height, scale) };
  const channels = data.length / (size.width * size.height);
  const out = new Float32Array(channels * fewer.width * fewer.height);
  const columns = spans(size.width, fewer.width);
  const rows = spans(size.height, fewer.height);
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * size.width * size.height;
    for (const [top, bottom] of rows) {
      for (const [left, right] of columns) {
        let sum = 0;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[plane + y * size.width + x]!;
        out[at++] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { data: out, size: fewer };
}

const shorter = (side: number, scale: number) => Math.max(1, Math.floor(side * scale));

/** Range of source cells per target cell, end excluded. Neighbors may share one. */
function spans(side: number, count: number): (readonly [from: number, to: number])[] {
  return Array.from({ length: count }, (_, at) => [
    Math.floor((at * side) / count),
    Math.ceil(((at + 1) * side) / count),
  ]);
}
