import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { alphasCumprod } from './alphas.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVp, noiseFromVp, vpWeights } from './prediction.js';
import { integerTimesteps } from './timesteps.js';
import { VpScheduler } from './vp-scheduler.js';

/** Adams-Bashforth weights by number of outputs, newest first. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

/**
 * Liu et al. 2022, "Pseudo numerical methods for diffusion models", without the Runge-Kutta start. Instead it calls
 * the second timestep twice, so there is one more call than steps.
 */
export class Pndm extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly alphas: Float32Array;
  private readonly distance: number;
  /** Raw outputs, newest first. */
  private outputs: Float32Array[] = [];
  private calls = 0;
  private start: Float32Array | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super();
    // The reference doesn't support zero terminal SNR here, and the first step would divide by zero.
    this.alphas = alphasCumprod({ ...config, rescaleBetasZeroSnr: false });
    this.distance = Math.floor(config.trainTimesteps / steps);
    this.timesteps = integerTimesteps(config, steps).flatMap((t, i) => (i === 1 ? [t, t] : [t]));
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const timestep = this.timesteps[index]!;
    const call = this.calls++;
    if (call === 1) {
      // Repeats the first step with the mean of the outputs at both of its ends.
      const mean = weightedSum([0.5, output], [0.5, this.outputs[0]!]);
      return this.move(mean, this.start!, timestep + this.distance, timestep);
    }
    if (call === 0) this.start = sample;
    this.outputs = [output, ...this.outputs].slice(0, WEIGHTS.length);
    const weights = WEIGHTS[this.outputs.length - 1]!;
    const combined = weightedSum(...this.outputs.map((one, i) => [weights[i]!, one] as const));
    return this.move(combined, sample, timestep, timestep - this.distance);
  }

  protected weightsAt(index: number): VpWeights {
    return vpWeights(this.alphas[this.timesteps[index]!]!);
  }

  /** Equation 11. Combines raw outputs before converting them to noise. */
  private move(output: Float32Array, sample: Float32Array, from: number, to: number): StepResult {
    const now = this.alphaAt(from);
    const next = this.alphaAt(to);
    const weights = vpWeights(now);
    const type = this.config.predictionType;
    const divisor = now * Math.sqrt(1 - next) + Math.sqrt(now * (1 - now) * next);
    const noise = noiseFromVp(type, output, sample, weights);
    return {
      sample: weightedSum([Math.sqrt(next / now), sample], [-(next - now) / divisor, noise]),
      predictedX0: x0FromVp(type, output, sample, weights),
    };
  }

  private alphaAt(timestep: number): number {
    if (timestep >= 0) return this.alphas[Math.min(timestep, this.alphas.length - 1)]!;
    return this.config.setAlphaToOne ? 1 : this.alphas[0]!;
  }
}
