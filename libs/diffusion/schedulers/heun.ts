import type { SchedulerConfig } from './scheduler-config.js';
import type { StepResult } from './scheduler.js';
import { eulerSchedule } from './euler-schedule.js';
import { clamp, weightedSum } from './weighted-sum.js';
import { x0FromVe } from './prediction.js';
import { VeScheduler } from './ve-scheduler.js';

/** The first half of a step, kept until the model is evaluated at its end. */
interface HalfStep {
  readonly derivative: Float32Array;
  readonly startSample: Float32Array;
  readonly dt: number;
}

/** Karras et al. 2022, algorithm 2 without churn, second order: two model calls per step, one for the last. */
export class Heun extends VeScheduler {
  override readonly callsPerStep = 2;
  private half: HalfStep | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    // The reference supports neither another final sigma nor zero terminal SNR here.
    const supported = { ...config, finalSigma: 'zero', rescaleBetasZeroSnr: false } as const;
    const { timesteps, sigmas, initNoiseSigma } = eulerSchedule(supported, steps, config.useKarrasSigmas);
    // Both calls of a step but the last begin at the same place of the schedule.
    super({
      timesteps: timesteps.flatMap((t, i) => (i === 0 ? [t] : [t, t])),
      sigmas: Float32Array.from([...sigmas].flatMap((sigma, i) => (i === 0 || i === steps ? [sigma] : [sigma, sigma]))),
      initNoiseSigma,
    });
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const sigma = this.sigmas[index]!;
    const predicted = x0FromVe(this.config.predictionType, output, sample, sigma);
    const predictedX0 = this.config.clipSampleRange ? clamp(predicted, this.config.clipSampleRange) : predicted;
    const derivative = weightedSum([1 / sigma, sample], [-1 / sigma, predictedX0]);
    if (this.half) {
      const { derivative: firstDerivative, startSample, dt } = this.half;
      this.half = undefined;
      return { sample: weightedSum([1, startSample], [dt / 2, firstDerivative], [dt / 2, derivative]), predictedX0 };
    }
    const dt = this.sigmas[index + 1]! - sigma;
    if (index < this.timesteps.length - 1) this.half = { derivative, startSample: sample, dt };
    return { sample: weightedSum([1, sample], [dt, derivative]), predictedX0 };
  }
}
