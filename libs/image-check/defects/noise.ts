import type { RawImage } from '../image.js';
import { measureColorVariance } from './color-variance.js';

/** Thresholds for a cell of uncorrelated pixels. */
const STATIC = { spread: 20, roughness: 0.6 };

/**
 * Thresholds for decoded latent noise: blots of color in every cell, unevenly spread, unlike a repeating pattern. A cell is two
 * latents wide, for decoders that scale by 8 and by 16.
 */
const BLOTS = { calmest: 6, calm: 9, unevenness: 1.6 };

export interface NoiseMeasurement {
  /** The share of cells with uncorrelated pixels. */
  readonly staticShare: number;
  /** Color variance of the calmer cells relative to the threshold: noise from 1 on. */
  readonly blotchiness: number;
}

export function measureNoise(image: RawImage): NoiseMeasurement {
  const { fine, coarse } = measureColorVariance(image);
  const cells = fine.spread.filter((spread, i) => spread > STATIC.spread && fine.roughness[i]! > STATIC.roughness);
  return {
    staticShare: cells.length / Math.max(1, fine.spread.length),
    blotchiness: Math.max(blotchinessOf(fine.spread), blotchinessOf(coarse.spread)),
  };
}

function blotchinessOf(spread: Float64Array): number {
  const sorted = spread.toSorted();
  const quantile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const calmest = quantile(0.05);
  if (quantile(0.5) < calmest * BLOTS.unevenness) return 0;
  return Math.min(calmest / BLOTS.calmest, quantile(0.2) / BLOTS.calm);
}
