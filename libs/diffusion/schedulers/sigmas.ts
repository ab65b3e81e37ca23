import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import { alphasForSigmas } from './alphas.js';
import { linspace } from './timesteps.js';

const f = Math.fround;
const KARRAS_RHO = 7;

/** Noise-to-signal ratio of every training timestep, ascending, `[trainTimesteps]` float32. */
export function trainingSigmas(config: SchedulerConfig): Float32Array {
  return alphasForSigmas(config).map((alpha) => Math.sqrt(f(f(1 - alpha) / alpha)));
}

/** Sigmas at (possibly fractional) timesteps, by linear interpolation of the training table. */
export function sigmasAt(table: Float32Array, timesteps: readonly number[]): number[] {
  return timesteps.map((t) => {
    const clamped = Math.min(table.length - 1, Math.max(0, t));
    const low = Math.min(Math.floor(clamped), table.length - 2);
    return table[low]! + (clamped - low) * (table[low + 1]! - table[low]!);
  });
}

/** The timestep of a sigma, by linear interpolation of the log sigmas of the training table. */
export function timestepOf(table: Float32Array, sigma: number): number {
  const logSigma = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  while (low < table.length - 2 && f(Math.log(table[low + 1]!)) <= logSigma) low++;
  const logLow = f(Math.log(table[low]!));
  const logHigh = f(Math.log(table[low + 1]!));
  const fraction = Math.min(1, Math.max(0, (logLow - logSigma) / (logLow - logHigh)));
  return low + fraction;
}

/** Karras et al. 2022, equation 5: `count` descending sigmas between two ends, rho 7. */
export function karrasSigmas(sigmaMax: number, sigmaMin: number, count: number): number[] {
  const maxInvRho = sigmaMax ** (1 / KARRAS_RHO);
  const minInvRho = sigmaMin ** (1 / KARRAS_RHO);
  return linspace(0, 1, count).map((ramp) => (maxInvRho + ramp * (minInvRho - maxInvRho)) ** KARRAS_RHO);
}

/** Converts a sigma to variance-preserving weights. */
export function toVpWeights(sigma: number): VpWeights {
  const alpha = 1 / Math.sqrt(sigma * sigma + 1);
  return { alpha, sigma: sigma * alpha };
}
