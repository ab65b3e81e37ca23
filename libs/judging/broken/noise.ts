import type { RawPicture } from '../picture.js';
import { colourFields } from './colour-field.js';

/** A cell in which every pixel has a colour of its own. */
const STATIC = { spread: 20, roughness: 0.6 };

/**
 * Blots of all colours everywhere, as where latents were decoded before they were a picture. Even the calmest cells have
 * them, and they differ from place to place: a pattern that repeats does not. Cells are two latents wide, for decoders that
 * make eight and sixteen pixels of one.
 */
const BLOTS = { calmest: 6, calm: 9, unevenness: 1.6 };

export interface Noisiness {
  /** The share of the picture that is static, pixel by pixel. */
  readonly staticShare: number;
  /** How far the calmer cells are beyond what pictures show; 1 is where noise begins. */
  readonly blots: number;
}

export function measureNoise(picture: RawPicture): Noisiness {
  const { fine, coarse } = colourFields(picture);
  const cells = fine.spread.filter((spread, i) => spread > STATIC.spread && fine.roughness[i]! > STATIC.roughness);
  return {
    staticShare: cells.length / Math.max(1, fine.spread.length),
    blots: Math.max(blotsIn(fine.spread), blotsIn(coarse.spread)),
  };
}

function blotsIn(spread: Float64Array): number {
  const sorted = spread.toSorted();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const calmest = at(0.05);
  if (at(0.5) < calmest * BLOTS.unevenness) return 0;
  return Math.min(calmest / BLOTS.calmest, at(0.2) / BLOTS.calm);
}
