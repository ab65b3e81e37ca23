import type { EulerSchedule } from './euler-schedule.js';
import type { SchedulerConfig } from './scheduler-config.js';
import type { Scheduler, StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';

/** Euler with ancestral sampling: steps below the next sigma and adds noise to return to it, at every step. */
export class EulerAncestral implements Scheduler {
  readonly callsPerStep = 1;
  private readonly schedule: EulerSchedule;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    this.schedule = eulerSchedule({ ...config, finalSigma: 'zero' }, steps, false);
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
    return true;
  }

  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult {
    if (!noise) throw new Error('Euler ancestral needs noise at every step');
    const from = this.schedule.sigmas[index]!;
    const to = this.schedule.sigmas[index + 1]!;
    const up = Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2);
    const down = Math.sqrt(to ** 2 - up ** 2);
    const predictedX0 = x0FromVe(this.config.predictionType, output, sample, from);
    const stay = down / from;
    return { sample: weightedSum([stay, sample], [1 - stay, predictedX0], [up, noise]), predictedX0 };
  }

  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    return weightedSum([1, clean], [this.schedule.sigmas[index]!, noise]);
  }
}
