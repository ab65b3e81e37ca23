import { isSchedulerName } from '@visionary/diffusion';
import type { DiffusionPipeline, ImageJob } from '@visionary/diffusion';
import type { RenderCommand, RenderJob, UnmatchedLoraPart } from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoraHash, TakeReport } from './engine-protocol.js';
import type { LoadedModels, ModelRequest } from './loaded-models.js';
import { renderWithRetry } from './checks/retry-broken.js';
import { imageJob, seedOf } from './render-job.js';
import { LoraFiles } from './lora-files.js';
import { errorFields, log } from './log.js';
import { decodeInitImage } from './init-image.js';
import { TakeControl } from './take-control.js';
import { takeFailure } from './take-failure.js';

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

/** Unmatched modules in the record. */
const MAX_UNMATCHED = 50;

/** Renders takes. Every take ends in exactly one of finished, cancelled, and failed. */
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
