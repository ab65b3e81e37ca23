import type { RawImage } from '../image.js';
import { findSeams, type Seam } from './seams.js';

/** Traces of misplaced blocks and tiles: seams that are sharper than what a decoder draws, and that meet. */
export interface BlockTraces {
  /** Number of points where vertical and horizontal seams meet. */
  readonly junctions: number;
  /** Length of the seams that meet others, relative to width plus height. */
  readonly joinedLength: number;
  /** The share of these seams in the length of all seams. */
  readonly joinedShare: number;
  /** The share of these seams that lies on a grid of tiles. */
  readonly gridShare: number;
}

/** Seams within this many pixels meet. */
const TOLERANCE = 2;
const TILE_SIDE = 32;

export function traceBlocks(image: RawImage): BlockTraces {
  const seams = findSeams(image);
  const joinedSeams = new Set<Seam>();
  let junctions = 0;
  for (const column of seams.vertical) {
    for (const row of seams.horizontal) {
      if (!reaches(column, row.at) || !reaches(row, column.at)) continue;
      junctions += 1;
      joinedSeams.add(column).add(row);
    }
  }
  const joinedPixels = lengthOf([...joinedSeams]);
  const allPixels = lengthOf([...seams.vertical, ...seams.horizontal]);
  return {
    junctions,
    joinedLength: joinedPixels / (image.width + image.height),
    joinedShare: allPixels === 0 ? 0 : joinedPixels / allPixels,
    gridShare: lengthOf([...joinedSeams].filter(({ at }) => at % TILE_SIDE === 0)) / Math.max(1, joinedPixels),
  };
}

const reaches = ({ from, to }: Seam, position: number): boolean =>
  position >= from - TOLERANCE && position <= to + TOLERANCE;
const lengthOf = (seams: readonly Seam[]): number => seams.reduce((sum, { from, to }) => sum + to - from, 0);
