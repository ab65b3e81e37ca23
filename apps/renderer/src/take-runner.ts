import { isSchedulerName } from '@visionary/diffusion';
import type { DiffusionPipeline, ImageJob } from '@visionary/diffusion';
import type { RenderJob, UnmatchedLoraPart } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineRenderRequest, LoraHash, TakeReport } from './engine-protocol.js';
import type { LoadedModels, ModelRequest } from './loaded-models.js';
import { renderWithRetry } from './checks/retry-broken.js';
import { imageJob, seedOf } from './render-job.js';
import { LoraFiles } from './lora-files.js';
import { errorFields, log } from './log.js';
import { decodeInitImage } from './init-image.js';
import { TakeControl } from './take-control.js';
import { takeFailure } from './take-failure.js';

/** A take on its way through the engine. */
interface Running {
  readonly takeId: string;
  readonly job: RenderJob;
  readonly course: TakeControl;
  readonly init: ImageJob['init'];
  readonly loraHashes: readonly LoraHash[];
}

type Drawn = Awaited<ReturnType<DiffusionPipeline['render']>>;

type Rendered = Omit<Extract<TakeReport, { type: 'finished' }>, 'type' | 'takeId'>;

/** Images of fewer steps are unfinished by their order. */
const FEWEST_STEPS = 8;

/** Of what matches nothing, as many parts are named. */
const TOLD = 50;

/** Renders takes and tells what happens. Every take ends in exactly one of finished, cancelled and failed. */
export class TakeRunner {
  private readonly loraFiles = new LoraFiles();

  constructor(
    private readonly shelf: LoadedModels,
    private readonly report: (report: TakeReport) => void,
    private readonly findsFaults = false,
  ) {}

  /** A take that was ordered: hands may reach for its course from now on. */
  courseOf({ takeId, job }: EngineRenderRequest): TakeControl {
    return new TakeControl(
      job,
      (held) => this.report({ type: 'steered', takeId, ...held }),
      (why) => log('warn', 'new words of a take cannot be rendered', { takeId, ...errorFields(why) }),
    );
  }

  async run(order: EngineRenderRequest, course: TakeControl): Promise<void> {
    const { takeId } = order;
    try {
      course.signal.throwIfAborted();
      this.report({ type: 'finished', takeId, ...(await this.render(order, course)) });
    } catch (error) {
      if (course.signal.aborted) return this.report({ type: 'cancelled', takeId, step: course.step });
      const failure = takeFailure(error);
      log('error', 'a take failed', { takeId, code: failure.code, ...errorFields(error) });
      this.report({ type: 'failed', takeId, ...failure });
    }
  }

  /** @returns milliseconds of rendering, loading not counted, and the job as it was rendered in the end */
  private async render(order: EngineRenderRequest, course: TakeControl): Promise<Rendered> {
    const { takeId } = order;
    const began = performance.now();
    const [bound, init] = await Promise.all([this.bindLoras(order), decodeInitImage(order)]);
    const lease = await this.shelf.acquire(this.wish(order, bound.job), () => this.report({ type: 'loading', takeId }));
    try {
      const loaded = performance.now();
      this.report({ type: 'loaded', takeId, loadMs: Math.round(loaded - began) });
      const { job, hashes: loraHashes } = bound;
      course.setJob(job);
      for (let image = 0, goesOn = true; goesOn; image++) {
        await this.renderImage({ takeId, job, course, init, loraHashes }, lease.value, image);
        goesOn = course.continuesAfter(image);
      }
      const renderMs = Math.round(performance.now() - loaded);
      return { renderMs, job: course.job, unmatched: this.unmatched(takeId, job, lease.value) };
    } finally {
      lease.release();
    }
  }

  /** What is wanted in memory, by the job that is bound to its LoRAs' files. */
  private wish({ modelDir, modelName, loraFiles }: EngineRenderRequest, job: RenderJob): ModelRequest {
    const loras = (job.loras ?? []).map(({ id, weight, sha256 = '' }, at) => ({
      ...{ id, weight, sha256 },
      file: loraFiles[at]!,
    }));
    return { modelDir, modelName, loras, width: job.width, height: job.height };
  }

  /** What of a LoRA finds no place is no reason to fail, and none to keep quiet. */
  private unmatched(takeId: string, job: RenderJob, { loras }: DiffusionPipeline): UnmatchedLoraPart[] {
    const parts = loras.flatMap(({ unmatched }, at) => unmatched.map((one) => ({ lora: job.loras![at]!.id, ...one })));
    const [first] = parts;
    if (!first) return [];
    log('warn', 'parts of LoRAs match nothing in the model', { takeId, count: parts.length, ...first });
    return parts.slice(0, TOLD);
  }

  /** The job with the hashes of the files it is rendered with. */
  private async bindLoras({ job, loraFiles }: EngineRenderRequest): Promise<{ job: RenderJob; hashes: LoraHash[] }> {
    if (!job.loras?.length) return { job, hashes: [] };
    const found = await this.loraFiles.hashesOf(job.loras, loraFiles);
    const loras = job.loras.map((lora, at) => ({ ...lora, sha256: found[at]!.sha256 }));
    const hashes = job.loras.map(({ id }, at) => ({ id, shortHash: found[at]!.shortHash }));
    return { job: { ...job, loras }, hashes };
  }

  private async renderImage(take: Running, pipeline: DiffusionPipeline, image: number): Promise<void> {
    const { takeId, job, course, loraHashes } = take;
    const first = { seed: seedOf(job, image) };
    const { drawn, seed, again } = this.findsFaults
      ? await renderWithRetry(
          first.seed,
          (seed) => this.draw(take, pipeline, { image, seed }),
          () => isJudged(take),
        )
      : { drawn: await this.draw(take, pipeline, { image, ...first }), ...first, again: undefined };
    const { rgb, width, height, decodeMs } = drawn;
    const alone = course.singleImageJob(image, seed);
    const report = { takeId, imageIndex: image, rgb, width, height, decodeMs, alone, loraHashes };
    this.report({ type: 'image', ...report, ...(again && { again }) });
  }

  private async draw(
    { takeId, job, course, init }: Running,
    pipeline: DiffusionPipeline,
    { image, seed }: { readonly image: number; readonly seed: number },
  ): Promise<Drawn> {
    const asked = { ...imageJob(job, image, isSchedulerName, seed), ...(init && { init }) };
    const hooks = course.hooks(image);
    return pipeline.render(asked, {
      ...hooks,
      onStep: ({ step, steps, stepMs, denoised, size }) => {
        course.stepped(step, steps);
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

/** What somebody stopped early, or began with an image of their own, may look as it likes. */
const isJudged = ({ job, course }: Running): boolean => !job.init && !course.wasStopped && job.steps >= FEWEST_STEPS;
