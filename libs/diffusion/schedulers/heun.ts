import type { SchedulerConfig } from './scheduler-config.js';
import type { Scheduler, StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { clamp, weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';

/** The first half of a step, kept until the model is evaluated at its end. */
interface HalfStep {
  readonly slope: Float32Array;
  readonly from: Float32Array;
  readonly distance: number;
}

/** Karras et al. 2022, algorithm 2 without churn, second order: two model calls per step, one for the last. */
export class Heun implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma: number;
  readonly callsPerStep = 2;
  /** One per call, plus the final 0. */
  private readonly sigmas: readonly number[];
  private half: HalfStep | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    // The reference supports neither another final sigma nor zero terminal SNR here.
    const known = { ...config, finalSigma: 'zero', rescaleBetasZeroSnr: false } as const;
    const schedule = eulerSchedule(known, steps, config.useKarrasSigmas);
    this.initNoiseSigma = schedule.initNoiseSigma;
    this.timesteps = schedule.timesteps.flatMap((t, i) => (i === 0 ? [t] : [t, t]));
    this.sigmas = [...schedule.sigmas].flatMap((sigma, i) => (i === 0 || i === steps ? [sigma] : [sigma, sigma]));
  }

  scaleModelInput(sample: Float32Array, index: number): Float32Array {
    return weightedSum([1 / Math.sqrt(this.sigmas[index]! ** 2 + 1), sample]);
  }

  wantsNoise(): boolean {
    return false;
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const sigma = this.sigmas[index]!;
    const predicted = x0FromVe(this.config.predictionType, output, sample, sigma);
    const predictedX0 = this.config.clipSampleRange ? clamp(predicted, this.config.clipSampleRange) : predicted;
    const slope = weightedSum([1 / sigma, sample], [-1 / sigma, predictedX0]);
    if (this.half) {
      const { slope: before, from, distance } = this.half;
      this.half = undefined;
      return { sample: weightedSum([1, from], [distance / 2, before], [distance / 2, slope]), predictedX0 };
    }
    const distance = this.sigmas[index + 1]! - sigma;
    if (index < this.timesteps.length - 1) this.half = { slope, from: sample, distance };
    return { sample: weightedSum([1, sample], [distance, slope]), predictedX0 };
  }

  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    return weightedSum([1, clean], [this.sigmas[index]!, noise]);
  }
}
