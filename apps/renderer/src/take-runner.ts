import { isSchedulerName } from '@visionary/diffusion';
import type { DiffusionPipeline } from '@visionary/diffusion';
import type { EngineReport } from './engine-protocol.js';
import type { ModelShelf } from './model-shelf.js';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import { pictureJob } from './engine-protocol.js';
import { errorFields, log } from './log.js';
import { takeFailure } from './take-failure.js';

export interface Take {
  readonly takeId: string;
  readonly modelDir: string;
  readonly job: RenderJob;
  readonly signal: AbortSignal;
}

/** Renders takes and tells what happens. Every take ends in exactly one of finished, cancelled and failed. */
export class TakeRunner {
  constructor(
    private readonly shelf: ModelShelf,
    private readonly report: (report: EngineReport) => void,
  ) {}

  async run(take: Take): Promise<void> {
    const { takeId, signal } = take;
    const progress = { step: 0 };
    try {
      signal.throwIfAborted();
      const renderMs = await this.render(take, progress);
      this.report({ type: 'finished', takeId, renderMs });
    } catch (error) {
      if (signal.aborted) return this.report({ type: 'cancelled', takeId, step: progress.step });
      const failure = takeFailure(error);
      log('error', 'a take failed', { takeId, code: failure.code, ...errorFields(error) });
      this.report({ type: 'failed', takeId, ...failure });
    }
  }

  /** @returns milliseconds of rendering, loading not counted */
  private async render(take: Take, progress: { step: number }): Promise<number> {
    const { takeId, modelDir, job } = take;
    const began = performance.now();
    const lease = await this.shelf.acquire(modelDir, () => this.report({ type: 'loading', takeId }));
    try {
      const loaded = performance.now();
      const loadMs = Math.round(loaded - began);
      this.report({ type: 'loaded', takeId, loadMs });
      for (let picture = 0; picture < job.batch; picture++) {
        await this.renderPicture(take, lease.value, picture, progress);
      }
      return Math.round(performance.now() - loaded);
    } finally {
      lease.release();
    }
  }

  private async renderPicture(
    { takeId, job, signal }: Take,
    pipeline: DiffusionPipeline,
    picture: number,
    progress: { step: number },
  ): Promise<void> {
    const asked = pictureJob(job, picture, isSchedulerName);
    const cells = pipeline.folder.vae.spatialFactor;
    const onStep = ({ step, stepMs, denoised }: { step: number; stepMs: number; denoised: Float32Array }) => {
      progress.step = step;
      const size = { width: job.width / cells, height: job.height / cells };
      this.report({ type: 'step', takeId, picture, step, stepMs, denoised: { data: denoised, ...size } });
    };
    const { rgb, width, height, decodeMs } = await pipeline.render(asked, { signal, onStep });
    this.report({ type: 'picture', takeId, picture, seed: asked.seed, rgb, width, height, decodeMs });
  }
}
