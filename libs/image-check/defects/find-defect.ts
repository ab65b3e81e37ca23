import type { RawImage } from '../image.js';
import { tornLines } from './torn-lines.js';
import { traceBlocks } from './blocks.js';
import { hasDeadArea } from './dead-areas.js';
import { findEmptyImage } from './empty-image.js';
import { uniformShare } from './uniform-areas.js';
import type { Defect } from './defect.js';
import { measureNoise } from './noise.js';

/** From here on most of an image was drawn by something that is no decoder: hard edges say nothing. */
const DRAWN_SHARE = 0.4;
const STATIC = { everywhere: 0.6, somewhere: 0.02 };
/** What a whole image may have by chance; measured in docs/measures/images.md. */
const BLOCKS = { junctions: 2, joined: 0.3, joinedShare: 0.5 };
const TORN_LINES = 3;
/** So many seams on the lines of a grid are tiles in the wrong place, not blocks on an image. */
const TILES = { onGrid: 0.9, joined: 1.2 };

/**
 * The first fault of a finished image, the plainest kinds first. Made for what a decoder draws, and careful: what is in
 * doubt is whole.
 * @returns null for a whole image
 */
export function findDefect(image: RawImage): Defect | null {
  const empty = findEmptyImage(image);
  if (empty) return empty;
  const { staticShare, blotchiness } = measureNoise(image);
  if (staticShare >= STATIC.everywhere) return { kind: 'noise', score: staticShare };
  if (blotchiness >= 1) return { kind: 'noise', score: beyond(blotchiness) };
  if (staticShare >= STATIC.somewhere) return { kind: 'blocks', score: beyond(staticShare / STATIC.somewhere) };
  return uniformShare(image) >= DRAWN_SHARE ? null : findEdges(image);
}

function findEdges(image: RawImage): Defect | null {
  const { junctions, joined, joinedShare, onGrid } = traceBlocks(image);
  if (junctions >= BLOCKS.junctions && joined >= BLOCKS.joined && joinedShare >= BLOCKS.joinedShare) {
    const isTiled = onGrid >= TILES.onGrid && joined >= TILES.joined;
    return { kind: isTiled ? 'torn' : 'blocks', score: beyond(joined / BLOCKS.joined) };
  }
  const torn = tornLines(image);
  if (torn >= TORN_LINES) return { kind: 'torn', score: beyond(torn / TORN_LINES) };
  return hasDeadArea(image) ? { kind: 'blocks', score: 1 } : null;
}

/** 1 is where a fault begins; the score of that is a half, and 1 that of what is far beyond. */
const beyond = (times: number): number => times / (times + 1);
