import type { RawImage } from '../image.js';
import { findSeams, type Seam, type Seams } from './seams.js';

/** What blocks and tiles leave in an image: jumps sharper than a decoder draws, in straight lines that meet. */
export interface BlockTraces {
  /** Where seams of the two directions meet: corners of blocks, crossings of tiles. */
  readonly junctions: number;
  /** The seams that meet others, 1 for as much as the image is wide and high. */
  readonly joined: number;
  /** Of all seams, by length. */
  readonly joinedShare: number;
  /** The share of the lines of seams that lie on a grid of tiles. */
  readonly onGrid: number;
}

/** Two seams meet where they come so near. */
const NEAR = 2;
const TILE = 32;

export function traceBlocks(image: RawImage): BlockTraces {
  const seams = findSeams(image);
  const joined = new Set<Seam>();
  let junctions = 0;
  for (const column of seams.vertical) {
    for (const row of seams.horizontal) {
      if (!reaches(column, row.at) || !reaches(row, column.at)) continue;
      junctions += 1;
      joined.add(column).add(row);
    }
  }
  const long = lengthOf([...joined]);
  const all = lengthOf(everySeam(seams));
  return {
    junctions,
    joined: long / (image.width + image.height),
    joinedShare: all === 0 ? 0 : long / all,
    onGrid: lengthOf([...joined].filter(({ at }) => at % TILE === 0)) / Math.max(1, long),
  };
}

const reaches = ({ from, to }: Seam, place: number): boolean => place >= from - NEAR && place <= to + NEAR;
const everySeam = ({ vertical, horizontal }: Seams): Seam[] => [...vertical, ...horizontal];
const lengthOf = (seams: readonly Seam[]): number => seams.reduce((sum, { from, to }) => sum + to - from, 0);
