import type { RawPicture } from '../picture.js';
import { tornLines } from './bands.js';
import { traceBlocks } from './blocks.js';
import { hasDeadArea } from './dead-areas.js';
import { findEmptiness } from './emptiness.js';
import { exactShare } from './flat-areas.js';
import type { Fault } from './fault.js';
import { measureNoise } from './noise.js';

/** From here on most of a picture was drawn by something that is no decoder: hard edges say nothing. */
const DRAWN_SHARE = 0.4;
const STATIC = { everywhere: 0.6, somewhere: 0.02 };
/** What a whole picture may have by chance; measured in docs/measures/pictures.md. */
const BLOCKS = { junctions: 2, joined: 0.3, joinedShare: 0.5 };
const TORN_LINES = 3;
/** So many seams on the lines of a grid are tiles in the wrong place, not blocks on a picture. */
const TILES = { onGrid: 0.9, joined: 1.2 };

/**
 * The first fault of a finished picture, the plainest kinds first. Made for what a decoder draws, and careful: what is in
 * doubt is whole.
 * @returns null for a whole picture
 */
export function findFault(picture: RawPicture): Fault | null {
  const empty = findEmptiness(picture);
  if (empty) return empty;
  const { staticShare, blots } = measureNoise(picture);
  if (staticShare >= STATIC.everywhere) return { kind: 'noise', score: staticShare };
  if (blots >= 1) return { kind: 'noise', score: beyond(blots) };
  if (staticShare >= STATIC.somewhere) return { kind: 'blocks', score: beyond(staticShare / STATIC.somewhere) };
  return exactShare(picture) >= DRAWN_SHARE ? null : findEdges(picture);
}

function findEdges(picture: RawPicture): Fault | null {
  const { junctions, joined, joinedShare, onGrid } = traceBlocks(picture);
  if (junctions >= BLOCKS.junctions && joined >= BLOCKS.joined && joinedShare >= BLOCKS.joinedShare) {
    const isTiled = onGrid >= TILES.onGrid && joined >= TILES.joined;
    return { kind: isTiled ? 'torn' : 'blocks', score: beyond(joined / BLOCKS.joined) };
  }
  const torn = tornLines(picture);
  if (torn >= TORN_LINES) return { kind: 'torn', score: beyond(torn / TORN_LINES) };
  return hasDeadArea(picture) ? { kind: 'blocks', score: 1 } : null;
}

/** 1 is where a fault begins; the score of that is a half, and 1 that of what is far beyond. */
const beyond = (times: number): number => times / (times + 1);
