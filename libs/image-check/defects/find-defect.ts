import type { RawImage } from '../image.js';
import { countTornLines } from './torn-lines.js';
import { traceBlocks } from './blocks.js';
import { hasBlackArea } from './black-areas.js';
import { findEmptyImage } from './empty-image.js';
import { uniformShare } from './uniform-areas.js';
import type { Defect } from './defect.js';
import { measureNoise } from './noise.js';

/** With this share of uniform areas an image is a drawing, where hard edges are normal. */
const DRAWN_SHARE = 0.4;
const STATIC = { everywhere: 0.6, somewhere: 0.02 };
/** Above what intact images have by chance, measured in docs/measures/images.md. */
const BLOCKS = { junctions: 2, joined: 0.3, joinedShare: 0.5 };
const TORN_LINES = 3;
/** Seams on a grid mean misplaced tiles instead of blocks. */
const TILES = { onGrid: 0.9, joined: 1.2 };

/**
 * Finds the first defect of a finished image, cheap checks first. Tuned for the output of decoders, with few false positives.
 * @returns null for an intact image
 */
export function findDefect(image: RawImage): Defect | null {
  const empty = findEmptyImage(image);
  if (empty) return empty;
  const { staticShare, blotchiness } = measureNoise(image);
  if (staticShare >= STATIC.everywhere) return { kind: 'noise', score: staticShare };
  if (blotchiness >= 1) return { kind: 'noise', score: severity(blotchiness) };
  if (staticShare >= STATIC.somewhere) return { kind: 'blocks', score: severity(staticShare / STATIC.somewhere) };
  return uniformShare(image) >= DRAWN_SHARE ? null : findEdges(image);
}

function findEdges(image: RawImage): Defect | null {
  const { junctions, joinedLength, joinedShare, gridShare } = traceBlocks(image);
  if (junctions >= BLOCKS.junctions && joinedLength >= BLOCKS.joined && joinedShare >= BLOCKS.joinedShare) {
    const isTiled = gridShare >= TILES.onGrid && joinedLength >= TILES.joined;
    return { kind: isTiled ? 'torn' : 'blocks', score: severity(joinedLength / BLOCKS.joined) };
  }
  const torn = countTornLines(image);
  if (torn >= TORN_LINES) return { kind: 'torn', score: severity(torn / TORN_LINES) };
  return hasBlackArea(image) ? { kind: 'blocks', score: 1 } : null;
}

/** Maps the ratio to a threshold to a score: 0.5 at the threshold, towards 1 far above it. */
const severity = (ratio: number): number => ratio / (ratio + 1);
