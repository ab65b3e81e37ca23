import { esrganUpscaler } from '@visionary/diffusion';
import type {
  DiffusionPipeline,
  ImageJob,
  JoinedImage,
  RenderHooks,
  RenderResult,
  StepReport,
} from '@visionary/diffusion';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineOptions, LoraHash, TakeReport } from './engine-protocol.js';
import { renderWithRetry } from './checks/retry-broken.js';
import type { StepRecorder } from './kept-steps.js';
import { imageJob } from './job-inputs.js';
import { seedOf, type TakeControl } from './take-control.js';
import type { TakeModel } from './take-model.js';

/** A take that the engine renders. */
export interface TakeInputs {
  readonly takeId: string;
  readonly job: RenderJob;
  readonly control: TakeControl;
  readonly init: ImageJob['init'];
  readonly embeddings: ImageJob['embeddings'];
  readonly controls: ImageJob['controls'];
  /** The file of an upscaler model. */
  readonly upscaler: string | undefined;
  readonly loraHashes: readonly LoraHash[];
  readonly recorder: StepRecorder;
}

/** Images of fewer steps are expected to look unfinished. */
const MIN_STEPS = 8;

/** The images of one take. Renders several together where the device gains from it, and one after the other elsewhere. */
export class TakeImages {
  constructor(
    private readonly take: TakeInputs,
    private readonly model: TakeModel,
    private readonly options: Pick<EngineOptions, 'threads' | 'retriesCorrupt'>,
    private readonly report: (report: TakeReport) => void,
  ) {}

  /** @throws as `DiffusionPipeline.render`, or TakeError RENDER_CORRUPT */
  async render(): Promise<void> {
    const { control } = this.take;
    for (let image = 0, hasMore = true; hasMore;) {
      const images = control.imagesFrom(image, this.model.imagesTogether(this.jobOf(this.model.pipeline, 0)));
      const drawn = images.length > 1 ? await this.drawTogether(images) : [];
      for (const [i, one] of images.entries()) await this.finish(one, images.length, drawn[i]);
      image += images.length;
      hasMore = control.continuesAfter(image - 1);
    }
  }

  /** @param drawn the image, if it was rendered together with others, `count` in all */
  private async finish(image: number, count: number, drawn: RenderResult | undefined): Promise<void> {
    const { takeId, job, control, loraHashes } = this.take;
    const firstSeed = seedOf(job, image);
    const isLive = count === 1;
    const draw = async (seed: number) =>
      drawn && seed === firstSeed ? drawn : this.model.draw((pipeline) => this.draw(pipeline, image, seed, isLive));
    const { rendered, seed, replaced } = this.options.retriesCorrupt
      ? await renderWithRetry(firstSeed, draw, () => this.isChecked())
      : { rendered: await draw(firstSeed), seed: firstSeed, replaced: undefined };
    const { rgb, width, height, decodeMs } = rendered;
    const singleImageJob = control.singleImageJob(image, seed);
    const report = { takeId, imageIndex: image, rgb, width, height, decodeMs, singleImageJob, loraHashes };
    const together = rendered === drawn ? { together: count } : {};
    this.report({ type: 'image', ...report, ...(replaced && { replaced }), ...together });
  }

  /**
   * Images that differ only in their seeds, each step as one batch. Reports the steps of the first.
   * @returns undefined for those that failed, which are rendered alone
   */
  private async drawTogether(images: readonly number[]): Promise<(RenderResult | undefined)[]> {
    const { job, control } = this.take;
    const [first = 0] = images;
    const onStep = this.onStep(first, images.length);
    const drawn = await this.model.drawTogether((pipeline) => {
      const hooks = control.hooks(images);
      const joined = images.map((image, i): JoinedImage => ({
        job: this.jobOf(pipeline, seedOf(job, image)),
        hooks: { ...hooks[i]!, onStep },
      }));
      return pipeline.renderTogether(joined);
    });
    // The others waited for it.
    const decodeMs = drawn[0]?.decodeMs ?? 0;
    return drawn.map((one) => one && { ...one, decodeMs });
  }

  private draw(pipeline: DiffusionPipeline, image: number, seed: number, isLive: boolean): Promise<RenderResult> {
    const [hooks] = this.take.control.hooks([image], isLive);
    return pipeline.render(this.jobOf(pipeline, seed), { ...hooks, onStep: this.onStep(image, 1) });
  }

  /** Reports each step once: images that are rendered together do it at the same moment. */
  private onStep(image: number, together: number): Required<RenderHooks>['onStep'] {
    const { takeId, control, recorder } = this.take;
    let last = 0;
    return ({ step, steps, stepMs, denoised, size }: StepReport) => {
      if (step <= last) return;
      last = step;
      control.recordStep(step, steps);
      const progress = { takeId, imageIndex: image, step, steps, stepMs, together };
      const latents = { data: denoised, ...size };
      recorder.record(image, step, latents);
      this.report({ type: 'step', ...progress, denoised: latents });
    };
  }

  private jobOf({ device }: DiffusionPipeline, seed: number): ImageJob {
    const { job, init, embeddings, controls, upscaler } = this.take;
    const { threads } = this.options;
    return {
      ...imageJob(job, seed, upscaler === undefined ? undefined : esrganUpscaler(upscaler, { threads, device })),
      ...(init && { init }),
      ...(embeddings && { embeddings }),
      ...(controls && { controls }),
    };
  }

  /** A stopped take, or one with an init image, may look like anything. */
  private isChecked(): boolean {
    const { job, control } = this.take;
    return !job.init && !control.wasStopped && job.steps >= MIN_STEPS;
  }
}
