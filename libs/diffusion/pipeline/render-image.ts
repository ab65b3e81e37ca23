import type { ModelFolder } from '../model-folder/model-folder.js';
import type { ConditioningPlan } from '../prompt/conditioning.js';
import type { PromptCompiler, PromptPair } from '../prompt/prompt-compiler.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { DenoiseResult } from './denoise.js';
import type { Denoiser } from './denoiser.js';
import type { LatentDecoder } from './latent-decoder.js';
import type { LatentFrame } from './latent-frame.js';
import type { InitImage, ImageJob, RenderHooks, RenderResult } from './image-job.js';
import type { EncodedInitImage, InitImageEncoder } from './init-image.js';
import { RenderError } from '../errors.js';
import { createScheduler } from '../schedulers/registry.js';
import { isFlat, requireVisibleContent, requireFinite } from './output-checks.js';
import { denoise } from './denoise.js';
import { needsNegative } from './guidance.js';
import { InpaintingRegion } from './inpainting-region.js';
import { cropCells, latentFrame } from './latent-frame.js';
import { LatentNoise } from './latent-noise.js';
import { composite, hasMaskedPixels } from './mask.js';
import { requireJob, stepsOf } from './image-job.js';
import { cropPixels, toImage, toPixels } from './pixels.js';

/** The parts of a loaded model. */
export interface PipelineParts {
  readonly folder: ModelFolder;
  readonly prompts: PromptCompiler;
  readonly denoiser: Denoiser;
  readonly decoder: LatentDecoder;
  readonly initImageEncoder: InitImageEncoder;
}

/** The state of one render. */
interface Render extends PipelineParts {
  readonly job: ImageJob;
  readonly hooks: RenderHooks;
  readonly frame: LatentFrame;
  readonly scheduler: Scheduler;
  /** Steps that run. */
  readonly steps: number;
  readonly encodedInit: EncodedInitImage;
}

/** @throws RenderError; ModelFolderError when the parts don't match; the signal's reason when aborted */
export async function renderImage(parts: PipelineParts, job: ImageJob, hooks: RenderHooks): Promise<RenderResult> {
  requireJob(job);
  const { folder, denoiser } = parts;
  const frame = latentFrame(job, folder.vae.spatialFactor, folder.unetDownsampling);
  denoiser.requireSize(frame.padded);
  const scheduler = createScheduler(job.scheduler, folder.scheduler, job.steps, { eta: job.eta });
  hooks.signal?.throwIfAborted();
  const encodedInit = await parts.initImageEncoder.prepare(job, frame, denoiser.extraChannels > 0);
  const render: Render = { ...parts, job, hooks, frame, scheduler, steps: stepsOf(job), encodedInit };
  const { init } = job;
  const isUntouched = render.steps === 0 || (init?.mask !== undefined && !hasMaskedPixels(init.mask));
  if (init && isUntouched) {
    return { ...init.image, latents: cropCells(encodedInit.clean!, frame), decodeMs: 0 };
  }
  return finish(render, await runDenoising(render));
}

async function runDenoising(render: Render): Promise<DenoiseResult> {
  const { job, hooks, frame, scheduler, steps, encodedInit, denoiser, folder } = render;
  const noise = new LatentNoise(job.seed, folder.vae.latentChannels, frame);
  const initialNoise = noise.draw(job.initialNoise);
  const firstCall = (job.steps - steps) * scheduler.callsPerStep;
  // Inpainting UNets get mask and image as inputs and keep the rest by themselves.
  const keepsUnmasked = encodedInit.clean && encodedInit.mask && !encodedInit.inpaintingInput;
  return denoise(
    {
      denoiser,
      scheduler,
      conditions: {
        size: frame.padded,
        ...sizeConditions(job, folder),
        guidance: job.guidance,
        inpaintingInput: encodedInit.inpaintingInput,
      },
      noise,
      plan: await compile(render, job),
      steps,
      firstCall,
      ...(keepsUnmasked && { inpainting: new InpaintingRegion(encodedInit.clean, initialNoise, encodedInit.mask) }),
      signal: hooks.signal,
      onStep: (step) => {
        hooks.onStep?.({ ...step, denoised: cropCells(step.denoised, frame), size: frame.cells });
      },
      steer: (stepsDone) => {
        const newPrompts = hooks.steer?.(stepsDone) ?? job.changes?.filter(({ step }) => step === stepsDone).at(-1);
        return newPrompts && compileSteer(render, newPrompts, stepsDone);
      },
      shouldStop: (stepsDone) => hooks.shouldStop?.(stepsDone) === true || job.stopAt === stepsDone,
    },
    startLatents(render, initialNoise, firstCall),
  );
}

/** The aesthetic scores that the refiner of SDXL is asked for, and what it turns away from. */
const AESTHETIC_SCORES = { positive: 6, negative: 2.5 };

/** SDXL's sizes: original size, crop, and target size, or in the refiner a score. */
function sizeConditions(job: ImageJob, { isRefiner }: ModelFolder) {
  const sizes = job.sizes ?? [job.height, job.width, 0, 0, job.height, job.width];
  if (!isRefiner) return { sizes };
  const { positive, negative } = AESTHETIC_SCORES;
  const cropped = sizes.slice(0, 4);
  return { sizes: [...cropped, positive], negativeSizes: [...cropped, negative] };
}

/** Compiles new prompts. Invalid ones are reported and leave the render running, because others wait for it. */
async function compileSteer(
  render: Render,
  newPrompts: PromptPair,
  stepsDone: number,
): Promise<ConditioningPlan | undefined> {
  const { onSteered } = render.hooks;
  try {
    const plan = await compile(render, newPrompts);
    onSteered?.(stepsDone);
    return plan;
  } catch (error) {
    if (!onSteered || !(error instanceof RenderError)) throw error;
    onSteered(stepsDone, error);
    return undefined;
  }
}

/**
 * The initial latents: noise alone, or the init image noised for the first call, even at full strength, as in the
 * reference. Only with a mask does full strength start from noise alone.
 */
function startLatents({ scheduler, encodedInit, job }: Render, noise: Float32Array, firstCall: number): Float32Array {
  const ignoresInitImage = encodedInit.mask !== undefined && job.init?.strength === 1;
  if (encodedInit.clean && !ignoresInitImage) return scheduler.addNoise(encodedInit.clean, noise, firstCall);
  return noise.map((value) => value * scheduler.initNoiseSigma);
}

/** Fractions in a schedule refer to the steps that run. */
async function compile({ prompts, denoiser, job, steps, hooks }: Render, pair: PromptPair): Promise<ConditioningPlan> {
  const run = {
    steps,
    needsNegative: needsNegative(job.guidance) && !denoiser.isGuidanceDistilled,
    ...(job.clipSkip !== undefined && { clipSkip: job.clipSkip }),
    signal: hooks.signal,
  };
  const plan = await prompts.compile(pair, run);
  for (const { positives } of plan.entries) for (const { text } of positives) denoiser.requireText(text);
  return plan;
}

async function finish(render: Render, { latents: padded, stoppedAt }: DenoiseResult): Promise<RenderResult> {
  const { job, frame, decoder, folder } = render;
  const latents = cropCells(padded, frame);
  const startedAt = performance.now();
  const pixels = cropPixels(await decoder.decode(latents, frame.cells), job);
  requireFinite(pixels.data, 'the pixels');
  // Skips the checks for an image that was stopped, because its user has seen it, and for one with a uniform init
  // image, which may stay uniform.
  const skipsChecks = stoppedAt !== undefined || (job.init !== undefined && isFlat(toPixels(job.init.image)));
  if (!skipsChecks) requireVisibleContent(latents, pixels);
  const image = withOriginal(toImage(pixels), job.init, folder.vae.spatialFactor);
  const decodeMs = performance.now() - startedAt;
  return { ...image, latents, decodeMs, ...(stoppedAt !== undefined && { stoppedAt }) };
}

/** The feather is half a latent cell, as far as a masked cell may reach past the mask. */
function withOriginal(painted: ReturnType<typeof toImage>, init: InitImage | undefined, spatialFactor: number) {
  if (!init?.mask) return painted;
  return composite(painted, init.image, init.mask, Math.max(1, Math.floor(spatialFactor / 2)));
}
