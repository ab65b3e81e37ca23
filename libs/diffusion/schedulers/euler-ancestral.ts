import type { SchedulerConfig } from './scheduler-config.js';
import type { StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';
import { VeScheduler } from './ve-scheduler.js';

/** Euler with ancestral sampling: steps below the next sigma and adds noise to return to it, at every step. */
export class EulerAncestral extends VeScheduler {
  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super(eulerSchedule({ ...config, finalSigma: 'zero' }, steps, false));
  }

  override wantsNoise(): boolean {
    return true;
  }

  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult {
    if (!noise) throw new Error('Euler ancestral needs noise at every step');
    const sigma = this.sigmas[index]!;
    const sigmaNext = this.sigmas[index + 1]!;
    const sigmaUp = Math.sqrt((sigmaNext ** 2 * (sigma ** 2 - sigmaNext ** 2)) / sigma ** 2);
    const sigmaDown = Math.sqrt(sigmaNext ** 2 - sigmaUp ** 2);
    const predictedX0 = x0FromVe(this.config.predictionType, output, sample, sigma);
    const sigmaRatio = sigmaDown / sigma;
    return { sample: weightedSum([sigmaRatio, sample], [1 - sigmaRatio, predictedX0], [sigmaUp, noise]), predictedX0 };
  }
}
