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
  private readonly modelHash: Promise<string>;
  private newest: SeenStep | undefined;
  private isWatched: boolean;
  private isOver = false;
  private lacksPreviews = false;
  private loadMs = 0;

  constructor(
    private readonly command: RenderCommand,
    private readonly window: Promise<Lease<ModelWindow> | undefined>,
    private readonly pace: PaceKeeper,
    private readonly tell: (report: RendererReport) => void,
  ) {
    this.isWatched = command.watched;
    // Read beside the engine's loading; whoever awaits it later hears of a failure.
    this.modelHash = window.then((lease) => lease?.value.hash() ?? '');
    this.modelHash.catch(() => undefined);
    // Opened meanwhile too, so that the first step already shows; a fault is told with the first preview.
    if (command.watched) void window.then((lease) => lease?.value.previewer()).catch(() => undefined);
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

  loaded(loadMs: number): void {
    this.loadMs = loadMs;
  }

  stepped({ picture, step, stepMs, denoised }: Step): void {
    this.pace.stepped(stepMs);
    this.newest = { picture, step, msLeft: this.pace.msLeft(picture, step), denoised };
    if (this.isWatched) this.frames.offer(this.newest);
    else this.tellStep(this.newest);
  }

  drawn({ picture, seed, rgb, width, height, decodeMs }: PictureReport): void {
    this.pace.decoded(decodeMs);
    const png = this.toPng({ rgb, width, height }, picture, seed);
    // Awaited at the end; a take that is cancelled before never asks.
    png.catch(() => undefined);
    this.pictures.push(png);
  }

  /** @throws when a picture cannot be encoded */
  async finish(renderMs: number): Promise<void> {
    this.end();
    const pictures = await Promise.all(this.pictures);
    const { job, modelName, takeId } = this.command;
    const by = { modelName, modelHash: await this.modelHash };
    const record = takeRecord(job, by, { loadMs: this.loadMs, renderMs });
    this.tell({ type: 'finished', takeId, pictures, record });
  }

  /** No step is told after this. */
  end(): void {
    this.isOver = true;
    this.frames.clear();
    void this.window.then((lease) => lease?.release());
  }

  private async tellWithFrame(seen: SeenStep): Promise<void> {
    const frame = await this.makeFrame(seen.denoised).catch((error: unknown) => this.noPreview(error));
    this.tellStep(seen, frame);
  }

  /** Said once a take: what fails for one step fails for all. */
  private noPreview(error: unknown): undefined {
    if (!this.lacksPreviews) log('warn', 'no preview could be made', { takeId: this.takeId, ...errorFields(error) });
    this.lacksPreviews = true;
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
    const texts = pngTextsOf(job, picture, { modelName, modelHash: await this.modelHash });
    return { png: await encodePng(drawn, texts), width: drawn.width, height: drawn.height, seed };
  }
}
