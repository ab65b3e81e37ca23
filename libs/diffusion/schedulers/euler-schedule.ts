import type { SchedulerConfig } from './scheduler-config.js';
import { karrasSigmas, sigmasAt, timestepOf, trainingSigmas } from './sigmas.js';
import { leadingTimesteps, linspaceTimesteps, trailingTimesteps } from './timesteps.js';

/** Timesteps and sigmas of the Euler family: `[steps]` timesteps, `[steps + 1]` float32 sigmas, the last one 0. */
export interface EulerSchedule {
  readonly timesteps: readonly number[];
  readonly sigmas: Float32Array;
  readonly initNoiseSigma: number;
}

/** With `useKarras`, respaces the sigmas between the first and the last. Timesteps then become fractions. */
export function eulerSchedule(config: SchedulerConfig, steps: number, useKarras: boolean): EulerSchedule {
  const table = trainingSigmas(config);
  let timesteps = eulerTimesteps(config, steps).map(Math.fround);
  let sigmas = sigmasAt(table, timesteps);
  if (useKarras) {
    sigmas = karrasSigmas(sigmas[0]!, sigmas[sigmas.length - 1]!, steps);
    timesteps = sigmas.map((sigma) => timestepOf(table, sigma));
  }
  const withFinalSigma = Float32Array.from([...sigmas, config.finalSigma === 'sigma_min' ? table[0]! : 0]);
  const sigmaMax = withFinalSigma[0]!;
  return {
    timesteps: timesteps.map(Math.fround),
    sigmas: withFinalSigma,
    initNoiseSigma: config.timestepSpacing === 'leading' ? Math.sqrt(sigmaMax ** 2 + 1) : sigmaMax,
  };
}

function eulerTimesteps(config: SchedulerConfig, steps: number): number[] {
  switch (config.timestepSpacing) {
    case 'leading':
      return leadingTimesteps(config, steps);
    case 'linspace':
      return linspaceTimesteps(config, steps);
    case 'trailing':
      return trailingTimesteps(config, steps);
    default:
      return config.timestepSpacing satisfies never;
  }
}
