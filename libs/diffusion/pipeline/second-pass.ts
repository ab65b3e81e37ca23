import type { DenoiseResult } from './denoise.js';
import type { ImageJob } from './image-job.js';
import type { PipelineParts, Render, RenderPass } from './render-pass.js';
import { createScheduler } from '../schedulers/registry.js';
import { upscaleLatents } from '../upscalers/latent-upscale.js';
import { cropCells, extendCells, latentFrame, type LatentFrame, resizePlanes } from './latent-frame.js';
import { LatentNoise } from './latent-noise.js';
import { requireFinite } from './output-checks.js';
import { cropPixels, toImage } from './pixels.js';
import { runPass } from './render-pass.js';

/** Strengths count as at most this, as in AUTOMATIC1111's web UI. */
const MAX_STRENGTH = 0.999;

/** The frame of the second pass, which is checked before the first one runs. @throws RenderError RENDER_OUT_OF_RANGE */
export function secondFrame({ folder, denoiser }: PipelineParts, size: NonNullable<ImageJob['hires']>): LatentFrame {
  const frame = latentFrame(size, folder.vae.spatialFactor, folder.unetDownsampling);
  denoiser.requireSize(frame.padded);
  return frame;
}

/**
 * Upscales the result of the first pass and denoises it again from a lower noise level ("hires fix" of AUTOMATIC1111's
 * web UI): with the noise of the same seed, and as many steps as requested whatever the strength.
 * @param result of the first pass
 */
export async function runSecondPass(
  render: Render,
  first: RenderPass,
  result: Float32Array,
  hires: NonNullable<ImageJob['hires']>,
): Promise<{ pass: RenderPass; result: DenoiseResult }> {
  const { job, folder, initImageEncoder, denoiser } = render;
  const frame = secondFrame(render, hires);
  const clean = extendCells(await upscale(render, first, result, hires, frame), frame);
  const scheduleSteps = Math.floor(hires.steps / Math.min(hires.strength, MAX_STRENGTH));
  const scheduler = createScheduler(job.scheduler, folder.scheduler, scheduleSteps, { eta: job.eta });
  const firstCall = (scheduleSteps - hires.steps) * scheduler.callsPerStep;
  const noise = new LatentNoise(job.seed, folder.vae.latentChannels, frame);
  const initialNoise = noise.draw();
  const { width, height } = hires;
  const encodedInit = await initImageEncoder.prepare({ ...job, width, height }, frame, denoiser.extraChannels > 0);
  const pass: RenderPass = {
    ...{ size: { width, height }, frame, scheduler, steps: hires.steps, earlierSteps: first.steps },
    ...{ firstCall, noise, initialNoise, encodedInit },
  };
  const start = scheduler.addNoise(clean, initialNoise, firstCall);
  return { pass, result: await runPass(render, pass, start) };
}

/** @returns `[1,C,cells]` */
async function upscale(
  { decoder, initImageEncoder, hooks }: Render,
  first: RenderPass,
  padded: Float32Array,
  { upscaler, width, height }: NonNullable<ImageJob['hires']>,
  { cells }: LatentFrame,
): Promise<Float32Array> {
  const latents = cropCells(padded, first.frame);
  if (typeof upscaler === 'string') return upscaleLatents(latents, first.frame.cells, cells, upscaler);
  const pixels = cropPixels(await decoder.decode(latents, first.frame.cells), first.size);
  requireFinite(pixels.data, 'the pixels');
  hooks.signal?.throwIfAborted();
  const image = await upscaler(toImage(pixels), { width, height }, hooks.signal);
  hooks.signal?.throwIfAborted();
  const encoded = await initImageEncoder.encodeImage(image);
  return resizePlanes(encoded.latents, encoded.size, cells);
}
