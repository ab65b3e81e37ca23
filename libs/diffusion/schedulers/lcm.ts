import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { alphasCumprod } from './alphas.js';
import { clamp, weightedSum } from './weighted-sum.js';
import { x0FromVp, vpWeights } from './prediction.js';
import { VpScheduler } from './vp-scheduler.js';

/** Standard deviation of the data in the boundary condition. */
const SIGMA_DATA = 0.5;

/**
 * Luo et al. 2023, "Latent consistency models": predicts x0 and, except at the last step, adds fresh noise for the
 * next one.
 */
export class Lcm extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly alphasCumprod: Float32Array;

  /** @throws RangeError for more steps than the model was distilled with */
  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super();
    this.alphasCumprod = alphasCumprod(config);
    const originalSteps = config.originalInferenceSteps;
    if (steps > originalSteps) throw new RangeError(`LCM takes at most ${originalSteps} steps`);
    const stepRatio = Math.floor(config.trainTimesteps / originalSteps);
    // Evenly spaced selection from the original steps, in descending order.
    this.timesteps = Array.from(
      { length: steps },
      (_, i) => (originalSteps - Math.floor((i * originalSteps) / steps)) * stepRatio - 1,
    );
  }

  override wantsNoise(index: number): boolean {
    return index < this.timesteps.length - 1;
  }

  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult {
    const timestep = this.timesteps[index]!;
    const weights = this.weightsAt(index);
    const predicted = x0FromVp(this.config.predictionType, output, sample, weights);
    const clean = this.config.clipSampleRange ? clamp(predicted, this.config.clipSampleRange) : predicted;
    const predictedX0 = this.withBoundary(clean, sample, timestep);
    if (!this.wantsNoise(index)) return { sample: predictedX0, predictedX0 };
    if (!noise) throw new Error('LCM needs noise at every step but the last');
    return { sample: this.addNoise(predictedX0, noise, index + 1), predictedX0 };
  }

  protected weightsAt(index: number): VpWeights {
    return vpWeights(this.alphasCumprod[this.timesteps[index]!]!);
  }

  /** Boundary condition: at timestep 0 the result is the sample itself. */
  private withBoundary(clean: Float32Array, sample: Float32Array, timestep: number): Float32Array {
    const scaledTimestep = timestep * this.config.timestepScaling;
    const variance = scaledTimestep ** 2 + SIGMA_DATA ** 2;
    return weightedSum([scaledTimestep / Math.sqrt(variance), clean], [SIGMA_DATA ** 2 / variance, sample]);
  }
}
