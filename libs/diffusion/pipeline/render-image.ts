import type { DenoiseResult } from './denoise.js';
import type { InitImage, ImageJob, RenderHooks, RenderResult } from './image-job.js';
import type { PipelineParts, Render, RenderPass } from './render-pass.js';
import { createScheduler } from '../schedulers/registry.js';
import { isFlat, requireVisibleContent, requireFinite } from './output-checks.js';
import { cropCells, latentFrame } from './latent-frame.js';
import { LatentNoise } from './latent-noise.js';
import { composite, hasMaskedPixels } from './mask.js';
import { requireJob, stepsOf } from './image-job.js';
import { cropPixels, toImage, toPixels } from './pixels.js';
import { runPass, shouldStop } from './render-pass.js';
import { runSecondPass, secondFrame } from './second-pass.js';

/** @throws RenderError; ModelFolderError when the parts don't match; the signal's reason when aborted */
export async function renderImage(parts: PipelineParts, job: ImageJob, hooks: RenderHooks): Promise<RenderResult> {
  requireJob(job);
  const { init, hires, prompt, negative } = job;
  const pass = await firstPass(parts, job, hooks);
  const isUntouched = pass.steps === 0 || (init?.mask !== undefined && !hasMaskedPixels(init.mask));
  if (init && isUntouched) {
    return { ...init.image, latents: cropCells(pass.encodedInit.clean!, pass.frame), decodeMs: 0 };
  }
  if (hires) secondFrame(parts, hires);
  const totalSteps = pass.steps + (hires?.steps ?? 0);
  const render: Render = { ...parts, job, hooks, totalSteps, current: { prompts: { prompt, negative } } };
  const result = await runPass(render, pass, startLatents(pass, job));
  if (!hires || result.stoppedAt !== undefined) return finish(render, pass, result);
  // Between the passes, a stop keeps the image of the first.
  if (shouldStop(render, pass.steps)) return finish(render, pass, { ...result, stoppedAt: pass.steps });
  const second = await runSecondPass(render, pass, result.latents, hires);
  return finish(render, second.pass, second.result);
}

async function firstPass(parts: PipelineParts, job: ImageJob, { signal }: RenderHooks): Promise<RenderPass> {
  const { folder, denoiser } = parts;
  const frame = latentFrame(job, folder.vae.spatialFactor, folder.unetDownsampling);
  denoiser.requireSize(frame.padded);
  const scheduler = createScheduler(job.scheduler, folder.scheduler, job.steps, { eta: job.eta });
  signal?.throwIfAborted();
  const encodedInit = await parts.initImageEncoder.prepare(job, frame, denoiser.extraChannels > 0);
  const noise = new LatentNoise(job.seed, folder.vae.latentChannels, frame);
  const initialNoise = noise.draw(job.initialNoise);
  const steps = stepsOf(job);
  const firstCall = (job.steps - steps) * scheduler.callsPerStep;
  const { width, height } = job;
  return {
    ...{ size: { width, height }, frame, scheduler, steps, earlierSteps: 0, firstCall },
    ...{ noise, initialNoise, encodedInit },
  };
}

/**
 * The initial latents: noise alone, or the init image noised for the first call, even at full strength, as in the
 * reference. Only with a mask does full strength start from noise alone.
 */
function startLatents(
  { scheduler, encodedInit, initialNoise, firstCall }: RenderPass,
  { init }: ImageJob,
): Float32Array {
  const ignoresInitImage = encodedInit.mask !== undefined && init?.strength === 1;
  if (encodedInit.clean && !ignoresInitImage) return scheduler.addNoise(encodedInit.clean, initialNoise, firstCall);
  return initialNoise.map((value) => value * scheduler.initNoiseSigma);
}

async function finish(
  { job, decoder, folder }: Render,
  { frame, size }: RenderPass,
  { latents: padded, stoppedAt }: DenoiseResult,
): Promise<RenderResult> {
  const latents = cropCells(padded, frame);
  const startedAt = performance.now();
  const pixels = cropPixels(await decoder.decode(latents, frame.cells), size);
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
