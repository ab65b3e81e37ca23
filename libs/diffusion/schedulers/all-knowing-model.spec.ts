import { describe, expect, it } from '@jest/globals';
import type { SchedulerName } from './registry.js';
import type { PredictionType, TimestepSpacing } from './scheduler-config.js';
import type { Scheduler } from './scheduler.js';
import { createScheduler, SCHEDULER_NAMES } from './registry.js';
import { readSchedulerConfig } from './scheduler-config.js';

const CLEAN = Float32Array.of(0.7, -1.2, 0.1, 2);
const SOME_NOISE = Float32Array.of(0.3, 1.1, -0.8, -0.2);
const STEPS = [1, 2, 5, 16, 61, 121];
const ONE = Float32Array.of(1);
const NONE = Float32Array.of(0);

/** Share of image and noise in the model input of a call. */
function shares(scheduler: Scheduler, call: number): { alpha: number; sigma: number } {
  const seen = (clean: Float32Array, noise: Float32Array): number =>
    scheduler.scaleModelInput(scheduler.addNoise(clean, noise, call), call)[0]!;
  return { alpha: seen(ONE, NONE), sigma: seen(NONE, ONE) };
}

/** A model that predicts the image exactly, in the requested prediction type. */
function handleRequest(type: PredictionType, input: Float32Array, scheduler: Scheduler, call: number): Float32Array {
  const { alpha, sigma } = shares(scheduler, call);
  return input.map((value, i) => {
    const noise = (value - alpha * CLEAN[i]!) / sigma;
    return type === 'sample' ? CLEAN[i]! : type === 'epsilon' ? noise : alpha * noise - sigma * CLEAN[i]!;
  });
}

function walk(scheduler: Scheduler, type: PredictionType, first: number): Float32Array {
  let sample = scheduler.addNoise(CLEAN, SOME_NOISE, first);
  for (let call = first; call < scheduler.timesteps.length; call++) {
    const output = handleRequest(type, scheduler.scaleModelInput(sample, call), scheduler, call);
    ({ sample } = scheduler.step(output, call, sample, scheduler.wantsNoise(call) ? SOME_NOISE : undefined));
  }
  return sample;
}

interface Case {
  readonly name: SchedulerName;
  readonly type: PredictionType;
  readonly spacing: TimestepSpacing;
  readonly zeroSnr: boolean;
  readonly karras: boolean;
}

/** Samplers whose model configuration can enable Karras sigmas. */
const karrasOf = (name: SchedulerName): boolean[] =>
  name === 'euler' || name === 'heun' || name === 'unipc' ? [false, true] : [false];

const CASES: Case[] = SCHEDULER_NAMES.flatMap((name) =>
  (['epsilon', 'v_prediction', 'sample'] as const).flatMap((type) =>
    (['leading', 'trailing', 'linspace'] as const).flatMap((spacing) =>
      [false, true].flatMap((zeroSnr) => karrasOf(name).map((karras) => ({ name, type, spacing, zeroSnr, karras }))),
    ),
  ),
);

/** At zero SNR an epsilon prediction can't recover the image, because it would divide by 0. */
const dividesByNothing = ({ name, type, zeroSnr }: Case): boolean =>
  zeroSnr && type === 'epsilon' && (name === 'ddim' || name === 'lcm');

/** Maximum distance of the result from the image. */
function closeness({ name, spacing, zeroSnr }: Case): number {
  // PNDM uses even steps whatever the spacing, so two steps over the whole range end far off, in the reference too.
  if (name === 'pndm') return 30;
  // With trailing spacing its last step may end at the first training timestep, which has 4 % noise.
  if (name === 'ddim' && spacing !== 'leading') return 0.06;
  // A float32 sigma of 4096 leaves three digits.
  return zeroSnr ? 5e-3 : 2e-4;
}

const config = ({ type, spacing, zeroSnr, karras }: Case) =>
  readSchedulerConfig({
    ...{ _class_name: 'DDIMScheduler', beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' },
    ...{ clip_sample: false, set_alpha_to_one: true, prediction_type: type, timestep_spacing: spacing },
    ...{ steps_offset: spacing === 'leading' ? 1 : 0, rescale_betas_zero_snr: zeroSnr, use_karras_sigmas: karras },
  });

describe.each(SCHEDULER_NAMES)('[E9] %s ends at the image when the model predicts it exactly', (name) => {
  const cases = CASES.filter((one) => one.name === name && !dividesByNothing(one));
  it.each(cases)('$type $spacing, zero SNR $zeroSnr, Karras $karras', (one) => {
    for (const steps of STEPS.filter((count) => name !== 'lcm' || count <= 50)) {
      for (const strength of [1, 0.3]) {
        const scheduler = createScheduler(name, config(one), steps);
        const first = (steps - Math.trunc(steps * strength)) * scheduler.callsPerStep;
        if (first >= scheduler.timesteps.length) continue;
        expect(scheduler.timesteps.every((t) => t >= 0 && t <= 999)).toBe(true);
        const found = walk(scheduler, one.type, first);
        const farthest = Math.max(...found.map((value, i) => Math.abs(value - CLEAN[i]!)));
        expect(farthest).toBeLessThan(closeness(one));
      }
    }
  });
});
