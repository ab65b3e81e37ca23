import type { SchedulerConfig } from './scheduler-config.js';
import type { VpWeights } from './prediction.js';
import type { StepResult } from './scheduler.js';
import { solveLinear } from '../math/linear-system.js';
import { weightedSum } from './weighted-sum.js';
import { x0FromVp } from './prediction.js';
import { karrasSigmas, toVpWeights, sigmasAt, timestepOf, trainingSigmas } from './sigmas.js';
import { multistepTimesteps, roundHalfEven } from './timesteps.js';
import { VpScheduler } from './vp-scheduler.js';

type Terms = (readonly [weight: number, values: Float32Array])[];

/** The start and order of a step, which the next call needs to correct it. */
interface CorrectableStep {
  readonly startSample: Float32Array;
  readonly order: number;
}

/**
 * Zhao et al. 2023, "UniPC", in the x0 parameterization: corrects the previous step with the new output, then
 * predicts the next.
 */
export class UniPc extends VpScheduler {
  readonly timesteps: readonly number[];
  private readonly sigmas: Float32Array;
  /** Predicted x0, newest first. */
  private denoised: Float32Array[] = [];
  private previousStep: CorrectableStep | undefined;

  constructor(
    private readonly config: SchedulerConfig,
    steps: number,
  ) {
    super();
    const table = trainingSigmas(config);
    const spaced = config.useKarrasSigmas ? karrasSigmas(table[table.length - 1]!, table[0]!, steps) : undefined;
    this.timesteps =
      spaced?.map((sigma) => roundHalfEven(timestepOf(table, sigma))) ?? multistepTimesteps(config, steps);
    const end = config.finalSigma === 'sigma_min' ? table[0]! : 0;
    this.sigmas = Float32Array.from([...(spaced ?? sigmasAt(table, this.timesteps)), end]);
  }

  step(output: Float32Array, index: number, sample: Float32Array): StepResult {
    const weights = toVpWeights(this.sigmas[index]!);
    // Uses the uncorrected sample, because the model saw that one.
    const predictedX0 = x0FromVp(this.config.predictionType, output, sample, weights);
    const usesCorrector = !this.config.disableCorrector.includes(index - 1);
    const startSample =
      this.previousStep && usesCorrector ? this.correct(index, this.previousStep, predictedX0) : sample;
    this.denoised = [predictedX0, ...this.denoised].slice(0, this.config.solverOrder);
    const order = this.orderAt(index);
    this.previousStep = { startSample, order };
    return { sample: this.predict(index, startSample, order), predictedX0 };
  }

  protected weightsAt(index: number): VpWeights {
    return toVpWeights(this.sigmas[index]!);
  }

  private predict(index: number, startSample: Float32Array, order: number): Float32Array {
    const { base, gain, ratios, matrix, right } = this.update(index, index + 1, startSample, order);
    const rhos =
      order === 2
        ? [0.5]
        : solveLinear(
            matrix.slice(0, -1).map((row) => row.slice(0, -1)),
            right.slice(0, -1),
          );
    const terms = ratios.flatMap((ratio, i) => this.difference((-gain * rhos[i]!) / ratio, i + 1));
    return weightedSum(...base, ...terms);
  }

  private correct(index: number, { startSample, order }: CorrectableStep, denoised: Float32Array): Float32Array {
    const { base, gain, ratios, matrix, right } = this.update(index - 1, index, startSample, order);
    const rhos = order === 1 ? [0.5] : solveLinear(matrix, right);
    const terms = ratios.flatMap((ratio, i) => this.difference((-gain * rhos[i]!) / ratio, i + 1));
    const last = -gain * rhos[order - 1]!;
    return weightedSum(...base, ...terms, [last, denoised], [-last, this.denoised[0]!]);
  }

  /** Weights the difference between an older x0 and the newest. */
  private difference(weight: number, age: number): Terms {
    return [
      [weight, this.denoised[age]!],
      [-weight, this.denoised[0]!],
    ];
  }

  /** Terms shared by predictor and corrector: the paper's B(h), R, and b from `start` to `end` (indices of sigmas). */
  private update(start: number, end: number, startSample: Float32Array, order: number) {
    const current = toVpWeights(this.sigmas[start]!);
    const next = toVpWeights(this.sigmas[end]!);
    const lambda = (index: number) => -Math.log(this.sigmas[index]!);
    const h = lambda(end) - lambda(start);
    const hPhi1 = Math.expm1(-h);
    const bH = this.config.solverType === 'bh1' ? -h : hPhi1;
    const ratios = Array.from({ length: order - 1 }, (_, i) => (lambda(start - i - 1) - lambda(start)) / h);
    const base: Terms = [
      [next.sigma / current.sigma, startSample],
      [-next.alpha * hPhi1, this.denoised[0]!],
    ];
    const matrix = Array.from({ length: order }, (_, power) => [...ratios, 1].map((ratio) => ratio ** power));
    return { base, gain: next.alpha * bH, ratios, matrix, right: moments(-h, bH, order) };
  }

  private orderAt(index: number): number {
    const remainingSteps = this.timesteps.length - index;
    const order =
      this.config.lowerOrderFinal || this.sigmas[index + 1] === 0 ? remainingSteps : this.config.solverOrder;
    return Math.min(order, this.config.solverOrder, this.denoised.length);
  }
}

/** The vector b of the paper's equation 8, `[order]`. */
function moments(h: number, scale: number, order: number): number[] {
  let phi = Math.expm1(h) / h - 1;
  let factorial = 1;
  return Array.from({ length: order }, (_, i) => {
    const value = (phi * factorial) / scale;
    factorial *= i + 2;
    phi = phi / h - 1 / factorial;
    return value;
  });
}
