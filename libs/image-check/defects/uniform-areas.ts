import type { RawImage } from '../image.js';

const SIDE = 8;
/** Of the pixels of a cell, so many are exactly like their neighbour. */
const EXACT_SHARE = 0.9;

/**
 * The share of an image, without what is cut at black or white, that is of exactly one colour from pixel to pixel. No
 * decoder draws so: where most of an image is like that, it was drawn by hand or by a program, and hard straight edges
 * belong to it.
 */
export function uniformShare({ data, width, height }: RawImage): number {
  let exact = 0;
  let cells = 0;
  for (let top = 0; top + SIDE <= height; top += SIDE) {
    for (let left = 0; left + SIDE <= width; left += SIDE) {
      const { same, cut } = countIn(data, width, left, top);
      if (cut > SIDE * (SIDE - 1) * EXACT_SHARE) continue;
      cells += 1;
      if (same > SIDE * (SIDE - 1) * EXACT_SHARE) exact += 1;
    }
  }
  return cells === 0 ? 0 : exact / cells;
}

function countIn(data: Uint8Array, width: number, left: number, top: number): { same: number; cut: number } {
  let same = 0;
  let cut = 0;
  for (let y = top; y < top + SIDE; y++) {
    for (let x = left + 1, at = (y * width + left + 1) * 3; x < left + SIDE; x++, at += 3) {
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      const isCut = (red | green | blue) === 0 || (red & green & blue) === 255;
      if (isCut) cut += 1;
      if (red === data[at - 3] && green === data[at - 2] && blue === data[at - 1]) same += 1;
    }
  }
  return { same, cut };
}
