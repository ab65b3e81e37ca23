import type { ConditioningPlan } from '../prompt/conditioning.js';
import type { StartNoise } from '../random/start-noise.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { Denoiser, LatentSize } from './denoiser.js';
import { guide } from './guidance.js';
import { requireNumbers } from './pixels.js';

/** What is told after every step. */
export interface StepReport {
  /** Steps done, 1…steps. */
  readonly step: number;
  readonly steps: number;
  /** The predicted x0, `[1,C,h,w]`; it is not written to again. */
  readonly denoised: Float32Array;
  /** Milliseconds since the step before. */
  readonly stepMs: number;
}

export interface DenoiseRun {
  readonly denoiser: Denoiser;
  readonly scheduler: Scheduler;
  readonly plan: ConditioningPlan;
  readonly noise: StartNoise;
  readonly guidance: number;
  readonly steps: number;
  readonly size: LatentSize;
  /** Looked at before every model call. */
  readonly signal?: AbortSignal;
  readonly onStep?: (report: StepReport) => void;
}

/**
 * Walks the latents from noise to the picture.
 * @param start `[1,C,h,w]` at the scheduler's own scale
 * @throws the signal's reason when aborted; RenderError RENDER_NAN
 */
export async function denoise(run: DenoiseRun, start: Float32Array): Promise<Float32Array> {
  const { scheduler, steps } = run;
  const calls = scheduler.timesteps.length;
  let sample = start;
  let done = 0;
  let since = performance.now();
  for (let index = 0; index < calls; index++) {
    run.signal?.throwIfAborted();
    const output = await predict(run, sample, index, done);
    const noise = scheduler.wantsNoise(index) ? run.noise.draw(sample.length) : undefined;
    const result = scheduler.step(output, index, sample, noise);
    sample = result.sample;
    requireNumbers(sample, 'the latents');
    // Some samplers call the model more than once a step.
    const finished = index === calls - 1 ? steps : Math.floor(((index + 1) * steps) / calls);
    if (finished === done) continue;
    done = finished;
    const now = performance.now();
    run.onStep?.({ step: done, steps, denoised: result.denoised, stepMs: now - since });
    since = now;
  }
  run.signal?.throwIfAborted();
  return sample;
}

async function predict(run: DenoiseRun, sample: Float32Array, index: number, step: number): Promise<Float32Array> {
  const { positive, negative } = run.plan.at(step);
  const input = run.scheduler.scaleModelInput(sample, index);
  const timestep = run.scheduler.timesteps[index]!;
  if (!negative) return (await run.denoiser.predict(input, run.size, timestep, [positive]))[0]!;
  const [away, towards] = await run.denoiser.predict(input, run.size, timestep, [negative, positive]);
  return guide(away!, towards!, run.guidance);
}
