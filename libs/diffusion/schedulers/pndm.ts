import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { alphasCumprod } from './alphas.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVp, noiseFromVp, vpWeights } from './prediction.js';
import { integerTimesteps } from './timesteps.js';
import { VpScheduler } from './vp-scheduler.js';

/** Adams-Bashforth weights by number of outputs, newest first. */
const ADAMS_BASHFORTH_WEIGHTS = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/**
 * Liu et al. 2022, "Pseudo numerical methods for diffusion models", without the Runge-Kutta start. Instead it calls
 * the second timestep twice, so there is one more call than steps.
 */
export class Pndm extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly alphasCumprod: Float32Array;
  private readonly stepRatio: number;
  /** Raw outputs, newest first. */
  private outputs: Float32Array[] = [];
  private calls = 0;
  private firstSample: Float32Array | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super();
    // The reference doesn't support zero terminal SNR here, and the first step would divide by zero.
    this.alphasCumprod = alphasCumprod({ ...config, rescaleBetasZeroSnr: false });
    this.stepRatio = Math.floor(config.trainTimesteps / steps);
    this.timesteps = integerTimesteps(config, steps).flatMap((t, i) => (i === 1 ? [t, t] : [t]));
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const timestep = this.timesteps[index]!;
    const call = this.calls++;
    if (call === 1) {
      // Repeats the first step with the mean of the outputs at both of its ends.
      const mean = weightedSum([0.5, output], [0.5, this.outputs[0]!]);
      return this.transfer(mean, this.firstSample!, timestep + this.stepRatio, timestep);
    }
    if (call === 0) this.firstSample = sample;
    this.outputs = [output, ...this.outputs].slice(0, ADAMS_BASHFORTH_WEIGHTS.length);
    const weights = ADAMS_BASHFORTH_WEIGHTS[this.outputs.length - 1]!;
    const combined = weightedSum(...this.outputs.map((one, i) => [weights[i]!, one] as const));
    return this.transfer(combined, sample, timestep, timestep - this.stepRatio);
  }

  protected weightsAt(index: number): VpWeights {
    return vpWeights(this.alphasCumprod[this.timesteps[index]!]!);
  }

  /** Equation 11. Combines raw outputs before converting them to noise. */
  private transfer(output: Float32Array, sample: Float32Array, from: number, to: number): StepResult {
    const alphaProd = this.alphaProdAt(from);
    const nextAlphaProd = this.alphaProdAt(to);
    const weights = vpWeights(alphaProd);
    const type = this.config.predictionType;
    const divisor = alphaProd * Math.sqrt(1 - nextAlphaProd) + Math.sqrt(alphaProd * (1 - alphaProd) * nextAlphaProd);
    const noise = noiseFromVp(type, output, sample, weights);
    return {
      sample: weightedSum(
        [Math.sqrt(nextAlphaProd / alphaProd), sample],
        [-(nextAlphaProd - alphaProd) / divisor, noise],
      ),
      predictedX0: x0FromVp(type, output, sample, weights),
    };
  }

  private alphaProdAt(timestep: number): number {
    if (timestep >= 0) return this.alphasCumprod[Math.min(timestep, this.alphasCumprod.length - 1)]!;
    return this.config.setAlphaToOne ? 1 : this.alphasCumprod[0]!;
  }
}
