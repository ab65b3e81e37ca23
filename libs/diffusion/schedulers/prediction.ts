import type { PredictionType } from './scheduler-config.js';
import { weightedSum } from './weighted-sum.js';

/** sample = alpha·x0 + sigma·noise with alpha² + sigma² = 1. */
export interface VpWeights {
  readonly alpha: number;
  readonly sigma: number;
}

/** The weights at a timestep with this cumulative product of alphas. */
export function vpWeights(alpha: number): VpWeights {
  return { alpha: Math.sqrt(alpha), sigma: Math.sqrt(1 - alpha) };
}

/** The predicted x0. v-prediction: Salimans and Ho 2022, appendix D. */
export function x0FromVp(
  type: PredictionType,
  output: Float32Array,
  sample: Float32Array,
  { alpha, sigma }: VpWeights,
): Float32Array {
  switch (type) {
    case 'epsilon':
      return weightedSum([1 / alpha, sample], [-sigma / alpha, output]);
    case 'v_prediction':
      return weightedSum([alpha, sample], [-sigma, output]);
    case 'sample':
      return output;
    default:
      return type satisfies never;
  }
}

/** The predicted noise. */
export function noiseFromVp(
  type: PredictionType,
  output: Float32Array,
  sample: Float32Array,
  { alpha, sigma }: VpWeights,
): Float32Array {
  switch (type) {
    case 'epsilon':
      return output;
    case 'v_prediction':
      return weightedSum([alpha, output], [sigma, sample]);
    case 'sample':
      return weightedSum([1 / sigma, sample], [-alpha / sigma, output]);
    default:
      return type satisfies never;
  }
}

/** The predicted x0 when sample = x0 + sigma·noise, and the model saw the sample divided by sqrt(sigma² + 1). */
export function x0FromVe(
  type: PredictionType,
  output: Float32Array,
  sample: Float32Array,
  sigma: number,
): Float32Array {
  const variance = sigma * sigma + 1;
  switch (type) {
    case 'epsilon':
      return weightedSum([1, sample], [-sigma, output]);
    case 'v_prediction':
      return weightedSum([1 / variance, sample], [-sigma / Math.sqrt(variance), output]);
    case 'sample':
      return output;
    default:
      return type satisfies never;
  }
}
