import { encodeFrame, encodePng } from '@visionary/diffusion';
import type { Lease, Picture } from '@visionary/diffusion';
import type {
  PreviewFrame,
  RendererCommand,
  RendererReport,
  RenderedPicture,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { DenoisedLatents, EngineReport } from './engine-protocol.js';
import type { ModelWindow } from './model-window.js';
import type { PaceKeeper } from './pace.js';
import { errorFields, log } from './log.js';
import { NewestWins } from './newest-wins.js';
import { pngTextsOf, takeRecord } from './take-record.js';

export type RenderCommand = Extract<RendererCommand, { type: 'render' }>;
type Step = Extract<EngineReport, { type: 'step' }>;
type PictureReport = Extract<EngineReport, { type: 'picture' }>;

/** One step as it will be told, and what a preview of it is made from. */
interface SeenStep {
  readonly picture: number;
  readonly step: number;
  readonly msLeft: number;
  readonly denoised: DenoisedLatents;
}

/**
 * A take on its way from the engine to the server: previews are made here while somebody watches, beside the next step,
 * and pictures become PNGs.
 */
export class RunningTake {
  private readonly frames = new NewestWins<SeenStep>((seen) => this.tellWithFrame(seen));
  private readonly pictures: Promise<RenderedPicture>[] = [];
  private newest: SeenStep | undefined;
  private isWatched: boolean;
  private isOver = false;
  private by = { modelHash: '', loadMs: 0 };

  constructor(
    private readonly command: RenderCommand,
    private readonly window: Promise<Lease<ModelWindow> | undefined>,
    private readonly pace: PaceKeeper,
    private readonly tell: (report: RendererReport) => void,
  ) {
    this.isWatched = command.watched;
  }

  get takeId(): string {
    return this.command.takeId;
  }

  /** Who comes in the middle of a take sees the newest preview at once, not with the next step. */
  watch(isWatched: boolean): void {
    const begins = isWatched && !this.isWatched;
    this.isWatched = isWatched;
    if (begins && this.newest && !this.isOver) this.frames.offer(this.newest);
    if (!isWatched) this.frames.clear();
  }

  loaded(by: { readonly modelHash: string; readonly loadMs: number }): void {
    this.by = by;
  }

  stepped({ picture, step, stepMs, denoised }: Step): void {
    this.pace.stepped(stepMs);
    this.newest = { picture, step, msLeft: this.pace.msLeft(picture, step), denoised };
    if (this.isWatched) this.frames.offer(this.newest);
    else this.tellStep(this.newest);
  }

  drawn({ picture, seed, rgb, width, height, decodeMs }: PictureReport): void {
    this.pace.decoded(decodeMs);
    this.pictures.push(this.toPng({ rgb, width, height }, picture, seed));
  }

  /** @throws when a picture cannot be encoded */
  async finish(renderMs: number): Promise<void> {
    this.end();
    const pictures = await Promise.all(this.pictures);
    const { job, modelName, takeId } = this.command;
    const { modelHash, loadMs } = this.by;
    const record = takeRecord(job, { modelName, modelHash }, { loadMs, renderMs });
    this.tell({ type: 'finished', takeId, pictures, record });
  }

  /** No step is told after this. */
  end(): void {
    this.isOver = true;
    this.frames.clear();
    void this.window.then((lease) => lease?.release());
  }

  private async tellWithFrame(seen: SeenStep): Promise<void> {
    const frame = await this.makeFrame(seen.denoised).catch((error: unknown) => {
      log('warn', 'no preview could be made', { takeId: this.takeId, ...errorFields(error) });
      return undefined;
    });
    this.tellStep(seen, frame);
  }

  private async makeFrame({ data, width, height }: DenoisedLatents): Promise<PreviewFrame | undefined> {
    const lease = await this.window;
    if (!lease || this.isOver) return undefined;
    const previewer = await lease.value.previewer();
    return encodeFrame(await previewer.render(data, { width, height }));
  }

  private tellStep({ picture, step, msLeft }: SeenStep, frame?: PreviewFrame): void {
    if (this.isOver) return;
    const { takeId, job } = this.command;
    const place = { picture, pictures: job.batch, step, steps: job.steps, msLeft };
    this.tell({ type: 'step', takeId, ...place, ...(frame ? { frame } : {}) });
  }

  private async toPng(drawn: Picture, picture: number, seed: number): Promise<RenderedPicture> {
    const { job, modelName } = this.command;
    const texts = pngTextsOf(job, picture, { modelName, modelHash: this.by.modelHash });
    return { png: await encodePng(drawn, texts), width: drawn.width, height: drawn.height, seed };
  }
}
