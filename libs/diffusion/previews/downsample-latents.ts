import type { LatentSize } from '../pipeline/latent-frame.js';

export interface Cells {
  readonly data: Float32Array;
  readonly size: LatentSize;
}

/**
 * Downsamples latents `[1,C,h,w]` to at most `most` cells by averaging, at about the same aspect ratio, so that the
 * cost of a preview doesn't grow with the image.
 */
export function downsampleLatents(data: Float32Array, size: LatentSize, maxCells: number): Cells {
  const scale = Math.sqrt(maxCells / (size.width * size.height));
  if (scale >= 1) return { data, size };
  const target = { width: scaleSide(size.width, scale), height: scaleSide(size.height, scale) };
  const channels = data.length / (size.width * size.height);
  const out = new Float32Array(channels * target.width * target.height);
  const columns = sourceSpans(size.width, target.width);
  const rows = sourceSpans(size.height, target.height);
  let index = 0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * size.width * size.height;
    for (const [top, bottom] of rows) {
      for (const [left, right] of columns) {
        let sum = 0;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[plane + y * size.width + x]!;
        out[index++] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { data: out, size: target };
}

const scaleSide = (side: number, scale: number) => Math.max(1, Math.floor(side * scale));

/** Range of source cells per target cell, end excluded. Neighbors may share one. */
function sourceSpans(side: number, count: number): (readonly [from: number, to: number])[] {
  return Array.from({ length: count }, (_, at) => [
    Math.floor((at * side) / count),
    Math.ceil(((at + 1) * side) / count),
  ]);
}
