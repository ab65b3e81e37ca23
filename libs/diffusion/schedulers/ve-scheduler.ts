import type { EulerSchedule } from './euler-schedule.js';
import type { Scheduler, StepResult } from './scheduler.js';
import { weightedSum } from './weighted-sum.js';

/** The common part of samplers on a variance-exploding schedule, where a sample is the clean latent plus scaled noise. */
export abstract class VeScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma: number;
  readonly callsPerStep: Scheduler['callsPerStep'] = 1;
  /** Scales of the noise, one per call, and the final one. */
  protected readonly sigmas: EulerSchedule['sigmas'];

  constructor({ timesteps, sigmas, initNoiseSigma }: EulerSchedule) {
    this.timesteps = timesteps;
    this.sigmas = sigmas;
    this.initNoiseSigma = initNoiseSigma;
  }

  scaleModelInput(sample: Float32Array, index: number): Float32Array {
    return weightedSum([1 / Math.sqrt(this.sigmas[index]! ** 2 + 1), sample]);
  }

  wantsNoise(): boolean {
    return false;
  }

  abstract step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult;

  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    return weightedSum([1, clean], [this.sigmas[index]!, noise]);
  }
}
