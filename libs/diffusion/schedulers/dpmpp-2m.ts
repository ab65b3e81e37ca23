import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVp } from './prediction.js';
import { karrasSigmas, toVpWeights, sigmasAt, timestepOf, trainingSigmas } from './sigmas.js';
import { multistepTimesteps, roundHalfEven } from './timesteps.js';
import { VpScheduler } from './vp-scheduler.js';

/** Variant: Karras sigmas, and the SDE form, which adds noise at each step. */
export interface Dpmpp2mVariant {
  readonly karras: boolean;
  readonly sde: boolean;
}

/** Half the log signal-to-noise ratio. Infinite without noise. */
function halfLogSnr(sigma: number): number {
  return -Math.log(sigma);
}

/** Lu et al. 2022, "DPM-Solver++", algorithm 2 (2M) and its SDE form (appendix), in the x0 parameterization. */
export class Dpmpp2m extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly sigmas: Float32Array;
  private previous: Float32Array | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
    private readonly variant: Dpmpp2mVariant,
  ) {
    super();
    const table = trainingSigmas(config);
    if (variant.karras) {
      const spaced = karrasSigmas(table[table.length - 1]!, table[0]!, steps);
      // The reference truncates on a cosine schedule and rounds otherwise.
      const whole = config.betaSchedule === 'squaredcos_cap_v2' ? Math.trunc : roundHalfEven;
      this.timesteps = spaced.map((sigma) => whole(timestepOf(table, sigma)));
      this.sigmas = this.withFinalSigma(spaced, table);
    } else {
      this.timesteps = multistepTimesteps(config, steps);
      this.sigmas = this.withFinalSigma(sigmasAt(table, this.timesteps), table);
    }
  }

  override wantsNoise(): boolean {
    return this.variant.sde;
  }

  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult {
    const weights = toVpWeights(this.sigmas[index]!);
    const predictedX0 = x0FromVp(this.config.predictionType, output, sample, weights);
    const previousX0 = this.isFirstOrder(index) ? undefined : this.previous;
    this.previous = predictedX0;
    return { sample: this.advance(index, sample, predictedX0, previousX0, noise), predictedX0 };
  }

  protected weightsAt(index: number): VpWeights {
    return toVpWeights(this.sigmas[index]!);
  }

  /** `older` is the x0 of the previous step. Without it the step is first-order. */
  private advance(
    index: number,
    sample: Float32Array,
    denoised: Float32Array,
    previousX0: Float32Array | undefined,
    noise: Float32Array | undefined,
  ): Float32Array {
    const current = toVpWeights(this.sigmas[index]!);
    const next = toVpWeights(this.sigmas[index + 1]!);
    const lambda = halfLogSnr(this.sigmas[index]!);
    const h = halfLogSnr(this.sigmas[index + 1]!) - lambda;
    const decay = this.variant.sde ? 2 * h : h;
    const gain = next.alpha * (1 - Math.exp(-decay));
    const terms: [number, Float32Array][] = [
      [(next.sigma / current.sigma) * (this.variant.sde ? Math.exp(-h) : 1), sample],
    ];
    if (previousX0) {
      const ratio = (lambda - halfLogSnr(this.sigmas[index - 1]!)) / h;
      const slope = this.slopeWeight(gain, next.alpha, decay) / ratio;
      terms.push([gain + slope, denoised], [-slope, previousX0]);
    } else {
      terms.push([gain, denoised]);
    }
    if (this.variant.sde) {
      if (!noise) throw new Error('DPM++ 2M SDE needs noise at every step');
      terms.push([next.sigma * Math.sqrt(1 - Math.exp(-2 * h)), noise]);
    }
    return weightedSum(...terms);
  }

  private slopeWeight(gain: number, alpha: number, decay: number): number {
    return this.config.solverType === 'heun' ? alpha * ((Math.exp(-decay) - 1) / decay + 1) : gain / 2;
  }

  private isFirstOrder(index: number): boolean {
    if (this.config.solverOrder === 1) return true;
    if (index !== this.timesteps.length - 1) return false;
    const hasFewSteps = this.config.lowerOrderFinal && this.timesteps.length < 15;
    return this.config.eulerAtFinal || hasFewSteps || this.config.finalSigma === 'zero';
  }

  private withFinalSigma(sigmas: readonly number[], table: Float32Array): Float32Array {
    return Float32Array.from([...sigmas, this.config.finalSigma === 'sigma_min' ? table[0]! : 0]);
  }
}
