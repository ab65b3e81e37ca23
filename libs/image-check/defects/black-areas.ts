import type { RawImage } from '../image.js';
import { columnsOf, distance, rowsOf, type ScanAxis } from './seams.js';

/** A smaller difference beside black is a soft shadow. */
const MIN_JUMP = 20;
const MIN_EDGE_LENGTH = 16;
/** Minimum share of the image. */
const MIN_SHARE = 0.02;
const MAX_EDGES = 16;
/** Edges from side to side are letterbox bars. */
const FULL_SHARE = 0.95;

/**
 * Whether an area with straight edges is exactly black, which happens when the decoder returns NaN. A dark scene has irregular
 * edges, and letterbox bars reach from side to side.
 */
export function hasBlackArea(image: RawImage): boolean {
  const { data, width, height } = image;
  let black = 0;
  for (let at = 0; at < data.length; at += 3) if ((data[at]! | data[at + 1]! | data[at + 2]!) === 0) black += 1;
  const share = black / (width * height);
  if (share < MIN_SHARE || share > 1 - MIN_SHARE) return false;
  const edges = [...edgesOf(data, columnsOf(image)), ...edgesOf(data, rowsOf(image))];
  const all = edges.reduce((sum, { count }) => sum + count, 0);
  const straight = edges.filter(({ count }) => count >= MIN_EDGE_LENGTH);
  if (straight.length > MAX_EDGES || straight.every(({ count, length }) => count >= length * FULL_SHARE)) return false;
  return straight.reduce((sum, { count }) => sum + count, 0) >= all * 0.9;
}

/** Counts, per boundary between two columns or rows, the pixels where black meets another color. */
function edgesOf(data: Uint8Array, { across, along, lines, length }: ScanAxis): { count: number; length: number }[] {
  const edges: { count: number; length: number }[] = [];
  for (let line = 1; line < lines; line++) {
    let count = 0;
    for (let place = 0; place < length; place++) {
      const index = line * across + place * along;
      const isEdge = isBlack(data, index) !== isBlack(data, index - across);
      if (isEdge && distance(data, index, index - across) >= MIN_JUMP) count += 1;
    }
    if (count > 0) edges.push({ count, length });
  }
  return edges;
}

const isBlack = (data: Uint8Array, at: number): boolean => (data[at]! | data[at + 1]! | data[at + 2]!) === 0;
