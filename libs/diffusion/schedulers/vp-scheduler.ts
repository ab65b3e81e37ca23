import type { VpWeights } from './prediction.js';
import type { Scheduler, StepResult } from './scheduler.js';
import { weightedSum } from './weighted-sum.js';

/** The common part of samplers on a variance-preserving schedule, where the model reads the sample as it is. */
export abstract class VpScheduler implements Scheduler {
  abstract readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  readonly callsPerStep = 1;

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample;
  }

  wantsNoise(_index: number): boolean {
    return false;
  }

  abstract step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult;

  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    const { alpha, sigma } = this.weightsAt(index);
    return weightedSum([alpha, clean], [sigma, noise]);
  }

  /** Weights of the clean latent and of the noise in the sample of a call. */
  protected abstract weightsAt(index: number): VpWeights;
}
