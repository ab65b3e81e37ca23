import type { ModelFolder } from '../model-folder/model-folder.js';
import type { ConditioningPlan } from '../prompt/conditioning.js';
import type { PromptCompiler, PromptPair } from '../prompt/prompt-compiler.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { DenoiseResult } from './denoise.js';
import type { Denoiser, Predict } from './denoiser.js';
import type { ImageJob, RenderHooks } from './image-job.js';
import type { EncodedInitImage, InitImageEncoder } from './init-image.js';
import type { LatentDecoder } from './latent-decoder.js';
import type { LatentFrame, LatentSize } from './latent-frame.js';
import type { LatentNoise } from './latent-noise.js';
import { RenderError } from '../errors.js';
import { type ControlNets, type HintedControl, hintOf } from './control-net.js';
import { denoise } from './denoise.js';
import { needsNegative } from './guidance.js';
import { InpaintingRegion } from './inpainting-region.js';
import { cropCells } from './latent-frame.js';

/** The parts of a loaded model. */
export interface PipelineParts {
  readonly folder: ModelFolder;
  readonly prompts: PromptCompiler;
  readonly denoiser: Denoiser;
  /** By default that of the denoiser. */
  readonly predict?: Predict;
  readonly decoder: LatentDecoder;
  readonly initImageEncoder: InitImageEncoder;
  readonly controlNets: ControlNets;
}

/** The state of one render. */
export interface Render extends PipelineParts {
  readonly job: ImageJob;
  readonly hooks: RenderHooks;
  /** Steps of all passes. */
  readonly totalSteps: number;
  /** The prompts that apply now. A steer in the first pass applies to the second, too. */
  readonly current: { prompts: PromptPair };
}

/** One run of the denoising loop: the only one, or one of two. */
export interface RenderPass {
  /** Of the image, in pixels. */
  readonly size: LatentSize;
  readonly frame: LatentFrame;
  readonly scheduler: Scheduler;
  /** Steps that run: the last ones of the schedule. */
  readonly steps: number;
  /** Steps of the pass before. */
  readonly earlierSteps: number;
  readonly firstCall: number;
  readonly noise: LatentNoise;
  readonly initialNoise: Float32Array;
  readonly encodedInit: EncodedInitImage;
}

/** @param start `[1,C,padded]` at the noise level of the first call. @throws as `renderImage` */
export async function runPass(render: Render, pass: RenderPass, start: Float32Array): Promise<DenoiseResult> {
  const { job, hooks, denoiser, totalSteps } = render;
  const { size, frame, scheduler, steps, earlierSteps, firstCall, noise, initialNoise, encodedInit } = pass;
  // Inpainting UNets get mask and image as inputs and keep the rest by themselves.
  const keepsUnmasked = encodedInit.clean && encodedInit.mask && !encodedInit.inpaintingInput;
  const { stoppedAt, latents } = await denoise(
    {
      denoiser,
      predict: render.predict,
      scheduler,
      conditions: {
        size: frame.padded,
        ...sizeConditions(render, size),
        guidance: job.guidance,
        inpaintingInput: encodedInit.inpaintingInput,
        ...(job.controls && { controls: await hintedControls(render, pass) }),
      },
      noise,
      plan: await compile(render, pass, render.current.prompts),
      steps,
      firstCall,
      ...(keepsUnmasked && { inpainting: new InpaintingRegion(encodedInit.clean, initialNoise, encodedInit.mask) }),
      signal: hooks.signal,
      onStep: ({ step, denoised, stepMs }) => {
        const cropped = cropCells(denoised, frame);
        hooks.onStep?.({ step: earlierSteps + step, steps: totalSteps, denoised: cropped, stepMs, size: frame.cells });
      },
      steer: (stepsDone) => steer(render, pass, earlierSteps + stepsDone),
      pause: (stepsDone, stepMs) => hooks.pause?.(earlierSteps + stepsDone, stepMs),
      shouldStop: (stepsDone) => shouldStop(render, earlierSteps + stepsDone),
    },
    start,
  );
  return { latents, ...(stoppedAt !== undefined && { stoppedAt: earlierSteps + stoppedAt }) };
}

/** The aesthetic scores that the refiner of SDXL is asked for, and what it turns away from. */
const AESTHETIC_SCORES = { positive: 6, negative: 2.5 };

/** SDXL's sizes: original size, crop, and target size, or in the refiner a score. */
function sizeConditions({ job, folder: { isRefiner } }: Render, { width, height }: LatentSize) {
  const sizes = job.sizes ?? [height, width, 0, 0, height, width];
  if (!isRefiner) return { sizes };
  const { positive, negative } = AESTHETIC_SCORES;
  const cropped = sizes.slice(0, 4);
  return { sizes: [...cropped, positive], negativeSizes: [...cropped, negative] };
}

/** The ControlNets of the job, with their images at the size of the pass. */
async function hintedControls(
  { job, folder, controlNets }: Render,
  { size, frame }: RenderPass,
): Promise<HintedControl[]> {
  const controls: HintedControl[] = [];
  for (const { file, imageAt, weight, start, end } of job.controls ?? []) {
    const hint = hintOf(await imageAt(size), frame, folder.vae.spatialFactor);
    controls.push({ net: await controlNets.get(file), hint, weight, start, end });
  }
  return controls;
}

/** @param stepsDone of all passes */
export function shouldStop({ job, hooks }: Render, stepsDone: number): boolean {
  return hooks.shouldStop?.(stepsDone) === true || job.stopAt === stepsDone;
}

function steer(render: Render, pass: RenderPass, stepsDone: number) {
  const { job, hooks } = render;
  const newPrompts = hooks.steer?.(stepsDone) ?? job.changes?.filter(({ step }) => step === stepsDone).at(-1);
  return newPrompts && compileSteer(render, pass, newPrompts, stepsDone);
}

/** Compiles new prompts. Invalid ones are reported and leave the render running, because others wait for it. */
async function compileSteer(
  render: Render,
  pass: RenderPass,
  newPrompts: PromptPair,
  stepsDone: number,
): Promise<ConditioningPlan | undefined> {
  const { onSteered } = render.hooks;
  try {
    const plan = await compile(render, pass, newPrompts);
    render.current.prompts = newPrompts;
    onSteered?.(stepsDone);
    return plan;
  } catch (error) {
    if (!onSteered || !(error instanceof RenderError)) throw error;
    onSteered(stepsDone, error);
    return undefined;
  }
}

/** Fractions in a schedule refer to the steps that run. */
async function compile(
  { prompts, denoiser, job, hooks }: Render,
  { steps, earlierSteps }: RenderPass,
  pair: PromptPair,
): Promise<ConditioningPlan> {
  const plan = await prompts.compile(pair, {
    steps,
    earlierSteps,
    needsNegative: needsNegative(job.guidance) && !denoiser.isGuidanceDistilled,
    ...(job.clipSkip !== undefined && { clipSkip: job.clipSkip }),
    signal: hooks.signal,
  });
  for (const { positives } of plan.entries) for (const { text } of positives) denoiser.requireText(text);
  return plan;
}
