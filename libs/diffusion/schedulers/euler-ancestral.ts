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
    const from = this.sigmas[index]!;
    const to = this.sigmas[index + 1]!;
    const up = Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2);
    const down = Math.sqrt(to ** 2 - up ** 2);
    const predictedX0 = x0FromVe(this.config.predictionType, output, sample, from);
    const stay = down / from;
    return { sample: weightedSum([stay, sample], [1 - stay, predictedX0], [up, noise]), predictedX0 };
  }
}
