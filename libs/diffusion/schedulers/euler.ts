import type { EulerSchedule } from './euler-schedule.js';
import type { SchedulerConfig } from './scheduler-config.js';
import type { Scheduler, StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';

/** Karras et al. 2022, algorithm 2 without churn: one Euler step along the probability-flow ODE. */
export class Euler implements Scheduler {
  readonly callsPerStep = 1;
  private readonly schedule: EulerSchedule;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    this.schedule = eulerSchedule(config, steps, config.useKarrasSigmas);
  }

  get timesteps(): readonly number[] {
    return this.schedule.timesteps;
  }

  get initNoiseSigma(): number {
    return this.schedule.initNoiseSigma;
  }

  scaleModelInput(sample: Float32Array, index: number): Float32Array {
    return weightedSum([1 / Math.sqrt(this.schedule.sigmas[index]! ** 2 + 1), sample]);
  }

  wantsNoise(): boolean {
    return false;
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const sigma = this.schedule.sigmas[index]!;
    const next = this.schedule.sigmas[index + 1]!;
    const predictedX0 = x0FromVe(this.config.predictionType, output, sample, sigma);
    const stay = next / sigma;
    return { sample: weightedSum([stay, sample], [1 - stay, predictedX0]), predictedX0 };
  }

  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    return weightedSum([1, clean], [this.schedule.sigmas[index]!, noise]);
  }
}
