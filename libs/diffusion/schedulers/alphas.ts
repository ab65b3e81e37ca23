import type { SchedulerConfig } from './scheduler-config.js';

const f = Math.fround;

/** The last cumulative alpha under zero terminal SNR, for samplers that divide by it: 2^-24. */
const SMALLEST_ALPHA = 2 ** -24;

/**
 * Cumulative alphas of the training schedule, `[trainTimesteps]` float32. Rounds to float32 where the reference does,
 * so that sigmas agree to the last digits.
 */
export function alphasCumprod(config: SchedulerConfig): Float32Array {
  const betas = trainingBetas(config);
  return cumulate((config.rescaleBetasZeroSnr ? zeroTerminalSnr(betas) : betas).map((beta) => f(1 - beta)));
}

/** As `alphasCumprod`, for samplers that use sigmas: a last alpha of 0 would give an infinite sigma. */
export function alphasForSigmas(config: SchedulerConfig): Float32Array {
  const alphas = alphasCumprod(config);
  if (config.rescaleBetasZeroSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  return alphas;
}

function trainingBetas(config: SchedulerConfig): Float32Array {
  const { trainTimesteps: count, betaStart, betaEnd } = config;
  if (config.trainedBetas) return Float32Array.from(config.trainedBetas);
  switch (config.betaSchedule) {
    case 'linear':
      return linspace(betaStart, betaEnd, count);
    case 'scaled_linear':
      return linspace(Math.sqrt(betaStart), Math.sqrt(betaEnd), count).map((root) => f(root * root));
    case 'squaredcos_cap_v2':
      return Float32Array.from({ length: count }, (_, i) =>
        Math.min(1 - cosineAlpha((i + 1) / count) / cosineAlpha(i / count), 0.999),
      );
    default:
      return config.betaSchedule satisfies never;
  }
}

/** Nichol and Dhariwal 2021, equation 17. */
function cosineAlpha(t: number): number {
  return Math.cos(((t + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
}

/** Evenly spaced float32 values, computed from both ends as the reference does. */
function linspace(start: number, end: number, count: number): Float32Array {
  const step = f((f(end) - f(start)) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? f(start) + f(step * i) : f(end) - f(step * (count - 1 - i)),
  );
}

function cumulate(alphas: Float32Array): Float32Array {
  let product = 1;
  return alphas.map((alpha) => (product *= alpha));
}

/** Lin et al. 2024, "Common diffusion noise schedules and sample steps are flawed", algorithm 1. */
function zeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = cumulate(betas.map((beta) => f(1 - beta))).map((alpha) => Math.sqrt(alpha));
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const scale = f(first / f(first - last));
  const bars = roots.map((root) => f(f(root - last) * scale)).map((root) => f(root * root));
  return bars.map((bar, i) => f(1 - (i === 0 ? bar : f(bar / bars[i - 1]!))));
}
