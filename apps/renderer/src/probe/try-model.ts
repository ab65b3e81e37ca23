import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DiffusionPipeline,
  LoraError,
  ModelFolderError,
  OutOfMemoryError,
  readModelFolder,
  RenderError,
  warmRuntime,
} from '@visionary/diffusion';
import type { ModelFolder } from '@visionary/diffusion';
import type {
  ProbeMeasurements,
  ProbeRejection,
  ProbeReport,
} from '../../../../libs/generation/domain/probe-protocol.js';
import { takeFailure } from '../take-failure.js';

export type { ProbeReport } from '../../../../libs/generation/domain/probe-protocol.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TryOptions {
  /** 0: as many as there are cores. */
  readonly threads: number;
  /** In pixels; the model's own when absent. */
  readonly size?: Size;
  /** Of the model's own size; a larger one is tried at this. */
  readonly maxSide?: number;
  /** A file that is tried on the model, with all its weight. */
  readonly lora?: string;
}

/** One step is enough to show whether text encoder, UNet and decoder fit together; it need not be an image yet. */
const JOB = { prompt: 'a cat', negative: '', scheduler: 'ddim', steps: 1, guidance: 7, seed: 1 } as const;
/** Latent cells of Stable Diffusion 1, for exports whose UNet does not say. */
const USUAL_CELLS = 64;

/** Loads a model, renders one step with it, and tells what that took or what is wrong. */
export async function tryModel(
  dir: string,
  options: TryOptions,
  tell: (report: ProbeReport) => Promise<void>,
): Promise<void> {
  try {
    await tell({ type: 'fits', facts: await factsOf(await readModelFolder(dir), options, tell) });
  } catch (error) {
    await tell({ type: 'refused', ...refusalOf(error) });
  }
}

async function factsOf(
  folder: ModelFolder,
  { threads, size: asked, maxSide = Infinity, lora }: TryOptions,
  tell: (report: ProbeReport) => Promise<void>,
): Promise<ProbeMeasurements> {
  // What the runtime itself takes is no model's.
  await warmRuntime();
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const pipeline = await DiffusionPipeline.load(folder, {
    ...(threads > 0 ? { threads } : {}),
    ...(lora === undefined ? {} : { loras: [{ file: lora, weight: 1 }] }),
  });
  const loadMs = Math.round(performance.now() - began);
  const heldBytes = Math.max(0, process.memoryUsage.rss() - before);
  await tell({ type: 'loaded' });
  const size = asked ?? (await ownSize(folder, maxSide));
  let stepMs = 0;
  try {
    await pipeline.render({ ...JOB, ...size }, { onStep: (step) => void (stepMs = Math.round(step.stepMs)) });
  } catch (error) {
    // After one step of noise an image may be flat; one that is no numbers never becomes any.
    if (!(error instanceof RenderError) || error.code === 'RENDER_NAN' || error.code === 'RENDER_OUT_OF_RANGE') {
      throw error;
    }
  }
  return { loadMs, stepMs, heldBytes, peakRssBytes: process.resourceUsage().maxRSS * 1024, ...size };
}

/** What its UNet was trained at. */
async function ownSize({ dir, vae }: ModelFolder, most: number): Promise<Size> {
  const config = JSON.parse(await readFile(join(dir, 'unet', 'config.json'), 'utf8').catch(() => '{}')) as unknown;
  const said = (config as { sample_size?: unknown }).sample_size;
  const cells = typeof said === 'number' && said > 0 ? said : USUAL_CELLS;
  const side = Math.min(cells * vae.spatialFactor, most);
  return { width: side, height: side };
}

function refusalOf(error: unknown): ProbeRejection {
  if (error instanceof OutOfMemoryError) return { code: 'MODEL_OUT_OF_MEMORY', detail: error.message };
  const { code, detail } = takeFailure(error);
  if (code === 'MODEL_OUT_OF_MEMORY' || code === 'RENDER_NAN') return { code, detail };
  const isOfFiles = error instanceof ModelFolderError || error instanceof LoraError;
  return { code: 'MODEL_FOLDER_INVALID', detail, ...(isOfFiles && { says: error.fileFaultReason }) };
}
