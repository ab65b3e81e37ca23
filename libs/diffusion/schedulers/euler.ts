import type { SchedulerConfig } from './scheduler-config.js';
import type { StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';
import { VeScheduler } from './ve-scheduler.js';

/** Karras et al. 2022, algorithm 2 without churn: one Euler step along the probability-flow ODE. */
export class Euler extends VeScheduler {
  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super(eulerSchedule(config, steps, config.useKarrasSigmas));
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const sigma = this.sigmas[index]!;
    const sigmaNext = this.sigmas[index + 1]!;
    const predictedX0 = x0FromVe(this.config.predictionType, output, sample, sigma);
    const sigmaRatio = sigmaNext / sigma;
    return { sample: weightedSum([sigmaRatio, sample], [1 - sigmaRatio, predictedX0]), predictedX0 };
  }
}
