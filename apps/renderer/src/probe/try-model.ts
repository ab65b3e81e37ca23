import {
  DiffusionPipeline,
  LoraPlan,
  LoraError,
  ModelFolderError,
  OutOfMemoryError,
  readModelFolder,
  RenderError,
  tryAddition,
  warmRuntime,
} from '@visionary/diffusion';
import type { ModelFolder } from '@visionary/diffusion';
import type {
  ProbeMeasurements,
  ProbeRejection,
  ProbeReport,
} from '../../../../libs/generation/domain/probe-protocol.js';
import { takeFailure } from '../take-failure.js';
import { fusesAttention } from '../settings.js';

export type { ProbeReport } from '../../../../libs/generation/domain/probe-protocol.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TryOptions {
  /** 0: one per core. */
  readonly threads: number;
  /** In pixels; by default the model's native size. */
  readonly size?: Size;
  /** Upper limit of the native size. */
  readonly maxSide?: number;
  /** A LoRA to try on the model, with weight 1. */
  readonly lora?: string;
  /** A file to try without a model. */
  readonly addition?: string;
}

/** A whole image of few steps: over all of the schedule, because a model may cost more at some timesteps, and decoded. */
const JOB = { prompt: 'a cat', negative: '', scheduler: 'ddim', steps: 4, guidance: 7, seed: 1 } as const;
/** Of the small input of an addition, in pixels. */
const ADDITION_SIDE = 128;
/** Latent size of Stable Diffusion 1, for exports whose UNet config has none. */
const DEFAULT_CELLS = 64;

/** Loads a model and renders a short image, or loads an addition alone; reports measurements or the failure. */
export async function tryModel(
  dir: string,
  options: TryOptions,
  report: (report: ProbeReport) => Promise<void>,
): Promise<void> {
  try {
    const { addition } = options;
    const facts =
      addition === undefined
        ? await measure(await readModelFolder(dir), options, report)
        : await measureAddition(addition, options, report);
    await report({ type: 'fits', facts });
  } catch (error) {
    await report({ type: 'rejected', ...rejectionOf(error) });
  }
}

async function measure(
  folder: ModelFolder,
  { threads, size: requested, maxSide = Infinity, lora }: TryOptions,
  report: (report: ProbeReport) => Promise<void>,
): Promise<ProbeMeasurements> {
  // Memory of the runtime itself does not count.
  await warmRuntime();
  const rssBefore = process.memoryUsage.rss();
  const startedAt = performance.now();
  const options = { ...(threads > 0 && { threads }), fusesAttention: fusesAttention(process.env) };
  const loras = await LoraPlan.of(folder.dir, lora === undefined ? [] : [{ file: lora, weight: 1 }], options);
  const pipeline = await DiffusionPipeline.load(folder, { ...options, loras });
  const loadMs = Math.round(performance.now() - startedAt);
  const heldBytes = Math.max(0, process.memoryUsage.rss() - rssBefore);
  await report({ type: 'loaded' });
  const size = requested ?? nativeSize(folder, maxSide);
  const stepsMs: number[] = [];
  try {
    await pipeline.render({ ...JOB, ...size }, { onStep: ({ stepMs }) => void stepsMs.push(stepMs) });
  } catch (error) {
    // An image of few steps may be flat, but NaN is always a failure.
    if (!(error instanceof RenderError) || error.code === 'RENDER_NAN' || error.code === 'RENDER_OUT_OF_RANGE') {
      throw error;
    }
  }
  // The upper median: neither the first step, which is slow, nor one that is slow on purpose decides.
  const stepMs = Math.round(stepsMs.toSorted((a, b) => a - b)[Math.floor(stepsMs.length / 2)] ?? 0);
  return { loadMs, stepMs, heldBytes, peakRssBytes: process.resourceUsage().maxRSS * 1024, ...size };
}

async function measureAddition(
  path: string,
  { threads }: TryOptions,
  report: (report: ProbeReport) => Promise<void>,
): Promise<ProbeMeasurements> {
  await warmRuntime();
  const rssBefore = process.memoryUsage.rss();
  const startedAt = performance.now();
  await report({ type: 'loaded' });
  await tryAddition(path, threads > 0 ? { threads } : {});
  const loadMs = Math.round(performance.now() - startedAt);
  const heldBytes = Math.max(0, process.memoryUsage.rss() - rssBefore);
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  return { loadMs, stepMs: 0, heldBytes, peakRssBytes, width: ADDITION_SIDE, height: ADDITION_SIDE };
}

/** The size its UNet was trained with. */
function nativeSize({ nativeCells = DEFAULT_CELLS, vae }: ModelFolder, maxSide: number): Size {
  const side = Math.min(nativeCells * vae.spatialFactor, maxSide);
  return { width: side, height: side };
}

function rejectionOf(error: unknown): ProbeRejection {
  if (error instanceof OutOfMemoryError) return { code: 'MODEL_OUT_OF_MEMORY', detail: error.message };
  const { code, detail } = takeFailure(error);
  if (code === 'MODEL_OUT_OF_MEMORY' || code === 'RENDER_NAN') return { code, detail };
  const isFileError = error instanceof ModelFolderError || error instanceof LoraError;
  return { code: 'MODEL_FOLDER_INVALID', detail, ...(isFileError && { says: error.fileFaultReason }) };
}
