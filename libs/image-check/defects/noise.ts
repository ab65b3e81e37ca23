import type { RawImage } from '../image.js';
import { colourFields } from './color-variance.js';

/** A cell in which every pixel has a colour of its own. */
const STATIC = { spread: 20, roughness: 0.6 };

/**
 * Blots of all colours everywhere, as where latents were decoded before they were an image. Even the calmest cells have
 * them, and they differ from place to place: a pattern that repeats does not. Cells are two latents wide, for decoders that
 * make eight and sixteen pixels of one.
 */
const BLOTS = { calmest: 6, calm: 9, unevenness: 1.6 };

export interface NoiseMeasurement {
  /** The share of the image that is static, pixel by pixel. */
  readonly staticShare: number;
  /** How far the calmer cells are beyond what images show; 1 is where noise begins. */
  readonly blotchiness: number;
}

export function measureNoise(image: RawImage): NoiseMeasurement {
  const { fine, coarse } = colourFields(image);
  const cells = fine.spread.filter((spread, i) => spread > STATIC.spread && fine.roughness[i]! > STATIC.roughness);
  return {
    staticShare: cells.length / Math.max(1, fine.spread.length),
    blotchiness: Math.max(blotsIn(fine.spread), blotsIn(coarse.spread)),
  };
}

function blotsIn(spread: Float64Array): number {
  const sorted = spread.toSorted();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const calmest = at(0.05);
  if (at(0.5) < calmest * BLOTS.unevenness) return 0;
  return Math.min(calmest / BLOTS.calmest, at(0.2) / BLOTS.calm);
}
