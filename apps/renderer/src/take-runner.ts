import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isSchedulerName, readImage, readMask } from '@visionary/diffusion';
import type { DiffusionPipeline, ImageJob } from '@visionary/diffusion';
import type { RenderCommand, RenderJob, UnmatchedLoraPart } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineCommand, EngineReport, LoraHash, TakeReport } from './engine-protocol.js';
import type { LoadedModels, ModelRequest } from './loaded-models.js';
import { renderWithRetry } from './checks/retry-broken.js';
import { imageJob, seedOf } from './render-job.js';
import { LoraFiles } from './lora-files.js';
import { errorFields, log } from './log.js';
import { TakeControl } from './take-control.js';
import { TakeError, takeFailure } from './take-failure.js';

/** A take that the engine renders. */
interface Running {
  readonly takeId: string;
  readonly job: RenderJob;
  readonly control: TakeControl;
  readonly init: ImageJob['init'];
  readonly loraHashes: readonly LoraHash[];
}

type Drawn = Awaited<ReturnType<DiffusionPipeline['render']>>;

type Rendered = Omit<Extract<TakeReport, { type: 'finished' }>, 'type' | 'takeId'>;

/** Images of fewer steps are expected to look unfinished. */
const MIN_STEPS = 8;

/** The image size of a forecast, which is not known yet. */
const FORECAST_SIDE = 512;

/** Unmatched modules in the record. */
const MAX_UNMATCHED = 50;

/** Renders takes, and estimates loading their models. Every take ends in exactly one of finished, cancelled, and failed. */
export class TakeRunner {
  private readonly loraFiles = new LoraFiles();

  constructor(
    private readonly models: LoadedModels,
    private readonly report: (report: TakeReport) => void,
    private readonly retriesCorrupt = false,
  ) {}

  /** The control of a new take, which accepts commands from now on. */
  controlOf({ takeId, job }: RenderCommand): TakeControl {
    return new TakeControl(
      job,
      (steer) => this.report({ type: 'steered', takeId, ...steer }),
      (why) => log('warn', 'a steer cannot be rendered', { takeId, ...errorFields(why) }),
    );
  }

  async run(command: RenderCommand, control: TakeControl): Promise<void> {
    const { takeId } = command;
    try {
      control.signal.throwIfAborted();
      this.report({ type: 'finished', takeId, ...(await this.render(command, control)) });
    } catch (error) {
      if (control.signal.aborted) return this.report({ type: 'cancelled', takeId, step: control.step });
      const failure = takeFailure(error);
      log('error', 'a take failed', { takeId, code: failure.code, ...errorFields(error) });
      this.report({ type: 'failed', takeId, ...failure });
    }
  }

  /** Estimates loading a model. An unreadable model is not in memory and evicts nothing. */
  async forecast(command: Extract<EngineCommand, { type: 'forecast' }>): Promise<EngineReport> {
    const { type, requestId, modelDir, loraFiles, loraWeights } = command;
    try {
      const loras = loraFiles.map((file, at) => ({ id: basename(file), file, weight: loraWeights[at] ?? 1 }));
      const hashes = await this.loraFiles.hashesOf(loras, loraFiles);
      const hashed = loras.map((lora, at) => ({ ...lora, sha256: hashes[at]!.sha256 }));
      const size = { width: FORECAST_SIDE, height: FORECAST_SIDE };
      return { type, requestId, ...(await this.models.forecast({ modelDir, modelName: '', loras: hashed, ...size })) };
    } catch (error) {
      log('warn', 'loading a model could not be estimated', errorFields(error));
      return { type, requestId, inMemory: false, loadMs: undefined, evicts: [] };
    }
  }

  /** @returns milliseconds of rendering without loading, and the job as rendered */
  private async render(command: RenderCommand, control: TakeControl): Promise<Rendered> {
    const { takeId } = command;
    const began = performance.now();
    const [bound, init] = await Promise.all([this.bindLoras(command), decodeInitImage(command)]);
    const lease = await this.models.acquire(this.modelRequest(command, bound.job), () =>
      this.report({ type: 'loading', takeId }),
    );
    try {
      const loaded = performance.now();
      this.report({ type: 'loaded', takeId, loadMs: Math.round(loaded - began) });
      const { job, hashes: loraHashes } = bound;
      control.setJob(job);
      for (let image = 0, goesOn = true; goesOn; image++) {
        await this.renderImage({ takeId, job, control, init, loraHashes }, lease.value, image);
        goesOn = control.continuesAfter(image);
      }
      const renderMs = Math.round(performance.now() - loaded);
      return { renderMs, job: control.job, unmatched: this.unmatched(takeId, job, lease.value) };
    } finally {
      lease.release();
    }
  }

  /** What must be in memory for a job. */
  private modelRequest({ modelDir, modelName, loraFiles = [] }: RenderCommand, job: RenderJob): ModelRequest {
    const loras = (job.loras ?? []).map(({ id, weight, sha256 = '' }, at) => ({
      id,
      weight,
      sha256,
      file: loraFiles[at]!,
    }));
    return { modelDir, modelName, loras, width: job.width, height: job.height };
  }

  /** Unmatched LoRA modules are reported, but are no failure. */
  private unmatched(takeId: string, job: RenderJob, { loras }: DiffusionPipeline): UnmatchedLoraPart[] {
    const parts = loras.flatMap(({ unmatched }, at) => unmatched.map((one) => ({ lora: job.loras![at]!.id, ...one })));
    const [first] = parts;
    if (!first) return [];
    log('warn', 'parts of LoRAs match nothing in the model', { takeId, count: parts.length, ...first });
    return parts.slice(0, MAX_UNMATCHED);
  }

  /** The job with the hashes of its LoRA files. */
  private async bindLoras({ job, loraFiles = [] }: RenderCommand): Promise<{ job: RenderJob; hashes: LoraHash[] }> {
    if (!job.loras?.length) return { job, hashes: [] };
    const found = await this.loraFiles.hashesOf(job.loras, loraFiles);
    const loras = job.loras.map((lora, at) => ({ ...lora, sha256: found[at]!.sha256 }));
    const hashes = job.loras.map(({ id }, at) => ({ id, shortHash: found[at]!.shortHash }));
    return { job: { ...job, loras }, hashes };
  }

  private async renderImage(take: Running, pipeline: DiffusionPipeline, image: number): Promise<void> {
    const { takeId, job, control, loraHashes } = take;
    const first = { seed: seedOf(job, image) };
    const { drawn, seed, replaced } = this.retriesCorrupt
      ? await renderWithRetry(
          first.seed,
          (seed) => this.draw(take, pipeline, { image, seed }),
          () => isChecked(take),
        )
      : { drawn: await this.draw(take, pipeline, { image, ...first }), ...first, replaced: undefined };
    const { rgb, width, height, decodeMs } = drawn;
    const alone = control.singleImageJob(image, seed);
    const report = { takeId, imageIndex: image, rgb, width, height, decodeMs, alone, loraHashes };
    this.report({ type: 'image', ...report, ...(replaced && { replaced }) });
  }

  private async draw(
    { takeId, job, control, init }: Running,
    pipeline: DiffusionPipeline,
    { image, seed }: { readonly image: number; readonly seed: number },
  ): Promise<Drawn> {
    const imageRequest = { ...imageJob(job, image, isSchedulerName, seed), ...(init && { init }) };
    const hooks = control.hooks(image);
    return pipeline.render(imageRequest, {
      ...hooks,
      onStep: ({ step, steps, stepMs, denoised, size }) => {
        control.stepped(step, steps);
        this.report({
          type: 'step',
          takeId,
          imageIndex: image,
          step,
          steps,
          stepMs,
          denoised: { data: denoised, ...size },
        });
      },
    });
  }
}

/** A stopped take, or one with an init image, may look like anything. */
const isChecked = ({ job, control }: Running): boolean => !job.init && !control.wasStopped && job.steps >= MIN_STEPS;

/**
 * Decodes init image and mask at the size of the take.
 * @throws TakeError if bytes are missing or have another hash; RenderError if they are no image
 */
async function decodeInitImage({ job, initPng, maskPng }: RenderCommand): Promise<ImageJob['init']> {
  const { init } = job;
  if (!init) return undefined;
  const { sha256, strength, maskSha256 } = init;
  const image = await readImage(requireHash(initPng, sha256, 'the init image'), job);
  if (maskSha256 === undefined) return { image, strength };
  return { image, strength, mask: await readMask(requireHash(maskPng, maskSha256, 'the mask'), job) };
}

function requireHash(bytes: Uint8Array | undefined, sha256: string, what: string): Uint8Array {
  if (!bytes) throw new TakeError('RENDER_OUT_OF_RANGE', `${what} is missing in the request`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return bytes;
  const problem = `${what} is not the file that this take is bound to`;
  throw new TakeError('RENDER_OUT_OF_RANGE', `${problem} (${found.slice(0, 10)}, not ${sha256.slice(0, 10)})`);
}
