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
  let blackPixels = 0;
  for (let offset = 0; offset < data.length; offset += 3) {
    if ((data[offset]! | data[offset + 1]! | data[offset + 2]!) === 0) blackPixels += 1;
  }
  const share = blackPixels / (width * height);
  if (share < MIN_SHARE || share > 1 - MIN_SHARE) return false;
  const edges = [...edgesOf(data, columnsOf(image)), ...edgesOf(data, rowsOf(image))];
  const totalLength = edges.reduce((sum, { count }) => sum + count, 0);
  const longEdges = edges.filter(({ count }) => count >= MIN_EDGE_LENGTH);
  if (longEdges.length > MAX_EDGES || longEdges.every(({ count, length }) => count >= length * FULL_SHARE)) {
    return false;
  }
  return longEdges.reduce((sum, { count }) => sum + count, 0) >= totalLength * 0.9;
}

/** Counts, per boundary between two columns or rows, the pixels where black meets another color. */
function edgesOf(data: Uint8Array, { across, along, lines, length }: ScanAxis): { count: number; length: number }[] {
  const edges: { count: number; length: number }[] = [];
  for (let line = 1; line < lines; line++) {
    let count = 0;
    for (let position = 0; position < length; position++) {
      const index = line * across + position * along;
      const isEdge = isBlack(data, index) !== isBlack(data, index - across);
      if (isEdge && distance(data, index, index - across) >= MIN_JUMP) count += 1;
    }
    if (count > 0) edges.push({ count, length });
  }
  return edges;
}

const isBlack = (data: Uint8Array, offset: number): boolean =>
  (data[offset]! | data[offset + 1]! | data[offset + 2]!) === 0;
