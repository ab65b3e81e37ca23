import type { RawImage } from '../image.js';
import { columnsOf, distance, rowsOf, type ScanAxis } from './seams.js';

/** Of black and what is beside it, less is a soft shadow. */
const LEAST_JUMP = 20;
const SHORTEST = 16;
/** An area counts from this share of the image on. */
const LEAST_SHARE = 0.02;
const MOST_LINES = 16;
/** Bars that reach from side to side are how films are shown. */
const FULL = 0.95;

/**
 * Whether a part of an image is exactly black behind straight edges: there the decoder gave no numbers. The black of a
 * night has an edge that winds, and bars above and below an image reach from side to side.
 */
export function hasDeadArea(image: RawImage): boolean {
  const { data, width, height } = image;
  let black = 0;
  for (let at = 0; at < data.length; at += 3) if ((data[at]! | data[at + 1]! | data[at + 2]!) === 0) black += 1;
  const share = black / (width * height);
  if (share < LEAST_SHARE || share > 1 - LEAST_SHARE) return false;
  const edges = [...edgesOf(data, columnsOf(image)), ...edgesOf(data, rowsOf(image))];
  const all = edges.reduce((sum, { count }) => sum + count, 0);
  const straight = edges.filter(({ count }) => count >= SHORTEST);
  if (straight.length > MOST_LINES || straight.every(({ count, length }) => count >= length * FULL)) return false;
  return straight.reduce((sum, { count }) => sum + count, 0) >= all * 0.9;
}

/** For each line between columns or rows, along how much of it black meets what is not. */
function edgesOf(data: Uint8Array, { across, along, lines, length }: ScanAxis): { count: number; length: number }[] {
  const edges: { count: number; length: number }[] = [];
  for (let line = 1; line < lines; line++) {
    let count = 0;
    for (let place = 0; place < length; place++) {
      const here = line * across + place * along;
      const isEdge = isBlack(data, here) !== isBlack(data, here - across);
      if (isEdge && distance(data, here, here - across) >= LEAST_JUMP) count += 1;
    }
    if (count > 0) edges.push({ count, length });
  }
  return edges;
}

const isBlack = (data: Uint8Array, at: number): boolean => (data[at]! | data[at + 1]! | data[at + 2]!) === 0;
