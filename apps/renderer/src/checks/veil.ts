/** Pixels `[height, width, 3]`. */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Cells of the longer side. At twelve the image check reads no more from a veiled image than at six; at sixteen it reads as much as
 * from the clear one (docs/measures/early-check.md).
 */
export const VEIL_CELLS = 12;

/** The mean colors of an image, one pixel each, so that no detail is left in its bytes. Pages draw them as dots. */
export function veil({ rgb, width, height }: Pixels): Pixels {
  const side = Math.max(width, height) / VEIL_CELLS;
  const [columns, rows] = [cellsOf(width, side), cellsOf(height, side)];
  const sums = new Float64Array(columns * rows * 3);
  const counts = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    for (let x = 0; x < width; x++) {
      const cell = row * columns + Math.floor((x * columns) / width);
      counts[cell]! += 1;
      for (let channel = 0; channel < 3; channel++) sums[cell * 3 + channel]! += rgb[(y * width + x) * 3 + channel]!;
    }
  }
  const means = Uint8Array.from(sums, (sum, at) => Math.round(sum / counts[Math.floor(at / 3)]!));
  return { rgb: means, width: columns, height: rows };
}

const cellsOf = (pixels: number, side: number) => Math.max(1, Math.min(pixels, Math.round(pixels / side)));
