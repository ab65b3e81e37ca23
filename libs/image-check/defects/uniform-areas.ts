import type { RawImage } from '../image.js';

const CELL_SIDE = 8;
/** Share of the pixels of a cell that equal their neighbor. */
const MIN_EQUAL_SHARE = 0.9;

/**
 * The share of cells of exactly one color, without cells that are clipped to black or white. Decoders don't produce such cells: an
 * image with many of them is a drawing.
 */
export function uniformShare({ data, width, height }: RawImage): number {
  let uniformCells = 0;
  let cells = 0;
  for (let top = 0; top + CELL_SIDE <= height; top += CELL_SIDE) {
    for (let left = 0; left + CELL_SIDE <= width; left += CELL_SIDE) {
      const { equal, clipped } = countPixels(data, width, left, top);
      if (clipped > CELL_SIDE * (CELL_SIDE - 1) * MIN_EQUAL_SHARE) continue;
      cells += 1;
      if (equal > CELL_SIDE * (CELL_SIDE - 1) * MIN_EQUAL_SHARE) uniformCells += 1;
    }
  }
  return cells === 0 ? 0 : uniformCells / cells;
}

function countPixels(data: Uint8Array, width: number, left: number, top: number): { equal: number; clipped: number } {
  let equal = 0;
  let clipped = 0;
  for (let y = top; y < top + CELL_SIDE; y++) {
    for (let x = left + 1, at = (y * width + left + 1) * 3; x < left + CELL_SIDE; x++, at += 3) {
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      const isClipped = (red | green | blue) === 0 || (red & green & blue) === 255;
      if (isClipped) clipped += 1;
      if (red === data[at - 3] && green === data[at - 2] && blue === data[at - 1]) equal += 1;
    }
  }
  return { equal, clipped };
}
