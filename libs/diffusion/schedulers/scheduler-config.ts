/** A parsed scheduler_config.json with defaults for all absent keys. */
export interface SchedulerConfig {
  readonly trainTimesteps: number;
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly betaSchedule: BetaSchedule;
  readonly trainedBetas: readonly number[] | undefined;
  readonly predictionType: PredictionType;
  readonly timestepSpacing: TimestepSpacing;
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean;
  /** DDIM clips x0 to ±this after every step; undefined disables it. */
  readonly clipSampleRange: number | undefined;
  readonly rescaleBetasZeroSnr: boolean;
  readonly useKarrasSigmas: boolean;
  readonly finalSigma: 'zero' | 'sigma_min';
  readonly eulerAtFinal: boolean;
  readonly lowerOrderFinal: boolean;
  readonly solverOrder: number;
  /** Steps, counted from 0, after which UniPC skips the corrector. */
  readonly disableCorrector: readonly number[];
  readonly solverType: 'midpoint' | 'heun' | 'bh1' | 'bh2' | 'logrho';
  readonly originalInferenceSteps: number;
  readonly timestepScaling: number;
}

const BETA_SCHEDULES = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
const PREDICTION_TYPES = ['epsilon', 'v_prediction', 'sample'] as const;
const SPACINGS = ['leading', 'trailing', 'linspace'] as const;
const FINAL_SIGMAS = ['zero', 'sigma_min'] as const;
const SOLVER_TYPES = ['midpoint', 'heun', 'bh1', 'bh2', 'logrho'] as const;

export type BetaSchedule = (typeof BETA_SCHEDULES)[number];
export type PredictionType = (typeof PREDICTION_TYPES)[number];
export type TimestepSpacing = (typeof SPACINGS)[number];

/** A scheduler configuration that no sampler here supports. */
export class SchedulerConfigError extends Error {}

/** Classes whose default spacing is `linspace`. All others default to `leading`. */
const LINSPACE_CLASSES = new Set([
  'EulerDiscreteScheduler',
  'EulerAncestralDiscreteScheduler',
  'DPMSolverMultistepScheduler',
  'DPMSolverSinglestepScheduler',
  'UniPCMultistepScheduler',
  'HeunDiscreteScheduler',
  'LMSDiscreteScheduler',
  'KDPM2DiscreteScheduler',
  'KDPM2AncestralDiscreteScheduler',
  'DEISMultistepScheduler',
  'DPMSolverSDEScheduler',
]);

/** Classes whose default betas are those of Stable Diffusion. */
const LATENT_CLASSES = new Set([
  'HeunDiscreteScheduler',
  'KDPM2DiscreteScheduler',
  'KDPM2AncestralDiscreteScheduler',
  'DPMSolverSDEScheduler',
  'LCMScheduler',
  'TCDScheduler',
]);

/** Other classes with a supported kind of diffusion. */
const OTHER_CLASSES = new Set(['', 'DDIMScheduler', 'DDPMScheduler', 'PNDMScheduler']);

/** Unsupported flags. Rejected, because ignoring them would change images silently. */
const UNSUPPORTED_FLAGS = [
  'thresholding',
  'use_exponential_sigmas',
  'use_beta_sigmas',
  'use_lu_lambdas',
  'use_flow_sigmas',
  'use_dynamic_shifting',
] as const;

/** Rejects unsupported kinds of sampling instead of approximating them. */
function rejectOtherKinds(className: string, reader: Reader): void {
  if (![OTHER_CLASSES, LINSPACE_CLASSES, LATENT_CLASSES].some((known) => known.has(className))) {
    const kind = className.startsWith('FlowMatch') ? 'flow matching' : 'another kind of sampling';
    throw new SchedulerConfigError(`${className} is ${kind}, which is not supported`);
  }
  for (const flag of UNSUPPORTED_FLAGS) {
    if (reader.flag(flag, false)) throw new SchedulerConfigError(`${flag} is not supported`);
  }
  if (!reader.flag('predict_x0', true)) throw new SchedulerConfigError('predict_x0: false is not supported');
  reader.oneOf('timestep_type', ['discrete'], 'discrete');
  reader.oneOf('interpolation_type', ['linear'], 'linear');
  for (const key of ['sigma_min', 'sigma_max', 'lambda_min_clipped']) reader.requireAbsent(key);
}

/**
 * Parses a scheduler_config.json. Absent keys get the defaults of the class that wrote the file (`_class_name`),
 * whichever sampler is chosen later.
 * @throws SchedulerConfigError on an unsupported value
 */
export function readSchedulerConfig(json: Readonly<Record<string, unknown>>): SchedulerConfig {
  const reader = new Reader(json);
  const className = reader.text('_class_name', '');
  rejectOtherKinds(className, reader);
  const clipsSample = reader.flag('clip_sample', className === 'DDIMScheduler' || className === 'DDPMScheduler');
  return {
    trainTimesteps: reader.count('num_train_timesteps', 1000),
    betaStart: reader.number('beta_start', LATENT_CLASSES.has(className) ? 0.00085 : 0.0001),
    betaEnd: reader.number('beta_end', LATENT_CLASSES.has(className) ? 0.012 : 0.02),
    betaSchedule: reader.oneOf(
      'beta_schedule',
      BETA_SCHEDULES,
      className === 'LCMScheduler' ? 'scaled_linear' : 'linear',
    ),
    trainedBetas: reader.numbers('trained_betas'),
    predictionType: reader.oneOf('prediction_type', PREDICTION_TYPES, 'epsilon'),
    timestepSpacing: reader.oneOf(
      'timestep_spacing',
      SPACINGS,
      LINSPACE_CLASSES.has(className) ? 'linspace' : 'leading',
    ),
    stepsOffset: reader.number('steps_offset', 0),
    setAlphaToOne: reader.flag('set_alpha_to_one', className !== 'PNDMScheduler'),
    clipSampleRange: clipsSample ? reader.number('clip_sample_range', 1) : undefined,
    rescaleBetasZeroSnr: reader.flag('rescale_betas_zero_snr', false),
    useKarrasSigmas: reader.flag('use_karras_sigmas', false),
    finalSigma: reader.oneOf('final_sigmas_type', FINAL_SIGMAS, 'zero'),
    eulerAtFinal: reader.flag('euler_at_final', false),
    lowerOrderFinal: reader.flag('lower_order_final', true),
    solverOrder: reader.count('solver_order', 2),
    disableCorrector: reader.numbers('disable_corrector') ?? [],
    solverType: reader.oneOf('solver_type', SOLVER_TYPES, className === 'UniPCMultistepScheduler' ? 'bh2' : 'midpoint'),
    originalInferenceSteps: reader.count('original_inference_steps', 50),
    timestepScaling: reader.number('timestep_scaling', 10),
  };
}

class Reader {
  constructor(private readonly json: Readonly<Record<string, unknown>>) {}

  number(key: string, defaultValue: number): number {
    const value = this.json[key] ?? defaultValue;
    if (typeof value !== 'number' || !Number.isFinite(value)) this.reject(key, 'a number');
    return value;
  }

  count(key: string, defaultValue: number): number {
    const value = this.number(key, defaultValue);
    if (!Number.isInteger(value) || value < 1 || value > 100_000) this.reject(key, 'a whole number from 1 to 100000');
    return value;
  }

  flag(key: string, defaultValue: boolean): boolean {
    const value = this.json[key] ?? defaultValue;
    if (typeof value !== 'boolean') this.reject(key, 'true or false');
    return value;
  }

  text(key: string, defaultValue: string): string {
    const value = this.json[key] ?? defaultValue;
    if (typeof value !== 'string') this.reject(key, 'a text');
    return value;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[], defaultValue: T): T {
    const value = this.text(key, defaultValue);
    const found = allowed.find((one) => one === value);
    return found ?? this.reject(key, `one of ${allowed.join(', ')}`);
  }

  numbers(key: string): readonly number[] | undefined {
    const value = this.json[key];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'number')) this.reject(key, 'a list of numbers');
    return value;
  }

  /** @throws SchedulerConfigError when the key has a value, because it would be ignored */
  requireAbsent(key: string): void {
    if (this.json[key] !== undefined && this.json[key] !== null) this.reject(key, 'absent');
  }

  private reject(key: string, expected: string): never {
    throw new SchedulerConfigError(`${key} must be ${expected}, found ${JSON.stringify(this.json[key])?.slice(0, 80)}`);
  }
}
