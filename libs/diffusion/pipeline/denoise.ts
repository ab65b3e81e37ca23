import type { ConditioningPlan } from '../prompt/conditioning.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { Denoiser, DenoiserConditions, Predict } from './denoiser.js';
import type { InpaintingRegion } from './inpainting-region.js';
import type { LatentNoise } from './latent-noise.js';
import { requireFinite } from './output-checks.js';
import { isActive } from './control-net.js';
import { applyGuidance } from './guidance.js';

/** State after a step. */
export interface CompletedStep {
  /** Completed steps, 1…steps. */
  readonly step: number;
  readonly steps: number;
  /** The predicted x0, `[1,C,h,w]` float32. Never modified afterwards. */
  readonly denoised: Float32Array;
  /** Milliseconds since the previous step. */
  readonly stepMs: number;
}

export interface DenoiseRun {
  readonly denoiser: Denoiser;
  /** By default that of the denoiser. */
  readonly predict?: Predict | undefined;
  readonly scheduler: Scheduler;
  readonly conditions: DenoiserConditions;
  readonly noise: LatentNoise;
  /** Conditioning per step, counted from the first step that runs. */
  readonly plan: ConditioningPlan;
  /** Steps that run: the last ones of the schedule. */
  readonly steps: number;
  /** Index of the first scheduler call. */
  readonly firstCall: number;
  readonly inpainting?: InpaintingRegion;
  /** Checked before every model call. */
  readonly signal?: AbortSignal;
  readonly onStep?: (done: CompletedStep) => void;
  /**
   * Called before every step.
   * @returns the conditioning from here on, if it changes
   */
  readonly steer?: (stepsDone: number) => Promise<ConditioningPlan | undefined> | undefined;
  /** Called after every step but the last. The next step, and the question whether to stop, wait for it. */
  readonly pause?: (stepsDone: number, stepMs: number) => Promise<void> | undefined;
  /** Called after every step but the last. */
  readonly shouldStop?: (stepsDone: number) => boolean;
}

export interface DenoiseResult {
  /** `[1,C,h,w]`: the final sample, or the predicted x0 when stopped early. */
  readonly latents: Float32Array;
  readonly stoppedAt?: number;
}

/**
 * Runs the denoising loop.
 * @param start `[1,C,h,w]` at the noise level of the first call
 * @throws the signal's reason when aborted; RenderError RENDER_NAN
 */
export async function denoise(run: DenoiseRun, start: Float32Array): Promise<DenoiseResult> {
  const { scheduler, steps, inpainting } = run;
  const callCount = scheduler.timesteps.length;
  let plan = run.plan;
  let sample = start;
  let finishedSteps = 0;
  let isBetweenSteps = true;
  let stepStartedAt = performance.now();
  for (let index = run.firstCall; index < callCount; index++) {
    run.signal?.throwIfAborted();
    const change = isBetweenSteps ? await run.steer?.(finishedSteps) : undefined;
    if (change) plan = plan.switchAt(finishedSteps, change);
    const output = await predict(run, plan, sample, { index, step: finishedSteps });
    // The call blocked the thread. Messages that came meanwhile, such as cancel and stop, apply before the next one.
    await new Promise(setImmediate);
    const result = scheduler.step(output, index, sample, scheduler.wantsNoise(index) ? run.noise.draw() : undefined);
    sample = inpainting ? inpainting.blendNoised(result.sample, scheduler, index + 1) : result.sample;
    requireFinite(sample, 'the latents');
    const nowFinished = countFinishedSteps(run, index);
    isBetweenSteps = nowFinished > finishedSteps;
    if (!isBetweenSteps) continue;
    finishedSteps = nowFinished;
    const denoised = inpainting ? inpainting.blendClean(result.predictedX0) : result.predictedX0;
    const stepMs = performance.now() - stepStartedAt;
    run.onStep?.({ step: finishedSteps, steps, denoised, stepMs });
    if (finishedSteps < steps) await run.pause?.(finishedSteps, stepMs);
    stepStartedAt = performance.now();
    if (finishedSteps < steps && run.shouldStop?.(finishedSteps)) {
      return { latents: denoised, stoppedAt: finishedSteps };
    }
  }
  run.signal?.throwIfAborted();
  return { latents: sample };
}

/** Number of completed steps. Some samplers call the model more than once per step, or once more than there are steps. */
function countFinishedSteps({ scheduler, firstCall, steps }: DenoiseRun, index: number): number {
  const callCount = scheduler.timesteps.length - firstCall;
  const callsMade = index - firstCall + 1;
  return callsMade === callCount ? steps : Math.floor((callsMade * steps) / callCount);
}

async function predict(
  run: DenoiseRun,
  plan: ConditioningPlan,
  sample: Float32Array,
  { index, step }: { index: number; step: number },
): Promise<Float32Array> {
  const { denoiser, scheduler, conditions: all, steps } = run;
  const { positives, negative } = plan.at(step);
  const controls = all.controls?.filter((control) => isActive(control, step / steps));
  const conditions = { ...all, ...(controls && { controls }) };
  const input = scheduler.scaleModelInput(sample, index);
  const call: Predict = run.predict ?? ((...inputs) => denoiser.predict(...inputs));
  const timestep = scheduler.timesteps[index]!;
  const texts = positives.map(({ text }) => text);
  if (!negative) return (await call(input, timestep, texts, conditions))[0]!;
  const [fromNegative, ...fromPositives] = await call(input, timestep, [negative, ...texts], conditions);
  const weighted = fromPositives.map((values, i) => ({ values, weight: positives[i]!.weight }));
  // Where guidance has no effect, which skips the negative prompt, parts of a prompt are still weighted against it.
  const scale = denoiser.isGuidanceDistilled ? 1 : Math.max(1, conditions.guidance);
  return applyGuidance(fromNegative!, weighted, scale);
}
