import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { alphasCumprod } from './alphas.js';
import { clamp, weightedSum } from './weighted-sum.js';
import { x0FromVp, noiseFromVp, vpWeights } from './prediction.js';
import { integerTimesteps } from './timesteps.js';
import { VpScheduler } from './vp-scheduler.js';

/** Song, Meng and Ermon 2021, "Denoising diffusion implicit models", equation 12. `eta` 1 equals DDPM. */
export class Ddim extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly alphasCumprod: Float32Array;
  private readonly stepRatio: number;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
    private readonly eta = 0,
  ) {
    super();
    this.alphasCumprod = alphasCumprod(config);
    this.timesteps = integerTimesteps(config, steps);
    this.stepRatio = Math.floor(config.trainTimesteps / steps);
  }

  override wantsNoise(): boolean {
    return this.eta > 0;
  }

  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult {
    const timestep = this.timesteps[index]!;
    const alphaProd = this.alphasCumprod[timestep]!;
    const previousAlphaProd = this.previousAlphaProd(timestep);
    const weights = this.weightsAt(index);
    const predicted = x0FromVp(this.config.predictionType, output, sample, weights);
    const epsilon = noiseFromVp(this.config.predictionType, output, sample, weights);
    const predictedX0 = this.config.clipSampleRange ? clamp(predicted, this.config.clipSampleRange) : predicted;
    const deviation =
      this.eta * Math.sqrt(((1 - previousAlphaProd) / (1 - alphaProd)) * (1 - alphaProd / previousAlphaProd));
    const next = weightedSum(
      [Math.sqrt(previousAlphaProd), predictedX0],
      [Math.sqrt(1 - previousAlphaProd - deviation ** 2), epsilon],
    );
    if (this.eta === 0) return { sample: next, predictedX0 };
    if (!noise) throw new Error('DDIM with eta above 0 needs noise at every step');
    return { sample: weightedSum([1, next], [deviation, noise]), predictedX0 };
  }

  protected weightsAt(index: number): VpWeights {
    return vpWeights(this.alphasCumprod[this.timesteps[index]!]!);
  }

  /** The previous timestep is t minus the step distance, which is not always the next entry of the list. */
  private previousAlphaProd(timestep: number): number {
    const previous = timestep - this.stepRatio;
    if (previous >= 0) return this.alphasCumprod[previous]!;
    return this.config.setAlphaToOne ? 1 : this.alphasCumprod[0]!;
  }
}
