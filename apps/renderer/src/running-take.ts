import { encodeFrame, encodePng } from '@visionary/diffusion';
import type { Lease } from '@visionary/diffusion';
import type {
  PreviewFrame,
  RenderCommand,
  RendererReport,
  RenderedImage,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { DenoisedLatents, TakeReport } from './engine-protocol.js';
import type { ModelResources } from './model-resources.js';
import type { CheckedImage, TakeContentCheck } from './checks/take-content-check.js';
import type { TimeEstimator } from './time-estimator.js';
import type { RenderedBy } from './take-record.js';
import { errorFields, log } from './log.js';
import { LatestOnlyQueue } from './latest-only.js';
import type { TakeError } from './take-failure.js';
import { infotextOf, pngTextsOf, takeRecord } from './take-record.js';

type Step = Extract<TakeReport, { type: 'step' }>;
type ImageReport = Extract<TakeReport, { type: 'image' }>;
type Finished = Extract<TakeReport, { type: 'finished' }>;

/** One step as it will be told, and what a preview of it is made from. */
interface SeenStep {
  readonly imageIndex: number;
  readonly step: number;
  readonly steps: number;
  readonly msLeft: number;
  readonly denoised: DenoisedLatents;
}

/** Previews take a fifth of one core at most; where steps are quicker than that, some are not shown. */
const REST = 4;

/**
 * A take on its way from the engine to the server: previews are made here while somebody watches, beside the next step,
 * and images become PNGs.
 */
export class RunningTake {
  private readonly frames = new LatestOnlyQueue<SeenStep>((seen) => this.tellWithFrame(seen), REST);
  private readonly images: Promise<RenderedImage>[] = [];
  /** Of the first image. */
  private infotext: Promise<string> = Promise.resolve('');
  private readonly modelHash: Promise<string>;
  private newest: SeenStep | undefined;
  private isWatched: boolean;
  private isOver = false;
  private previewsFailed = false;
  private loadMs = 0;

  constructor(
    private readonly command: RenderCommand,
    private readonly window: Promise<Lease<ModelResources> | undefined>,
    private readonly pace: TimeEstimator,
    private readonly tell: (report: RendererReport) => void,
    private readonly checks?: TakeContentCheck,
  ) {
    this.isWatched = command.sendFrames;
    // Read beside the engine's loading; whoever awaits it later hears of a failure.
    this.modelHash = window.then((lease) => lease?.value.hash() ?? '');
    this.modelHash.catch(() => undefined);
    // Opened meanwhile too, so that the first step already shows; a fault is told with the first preview.
    if (command.sendFrames) void window.then((lease) => lease?.value.previewer()).catch(() => undefined);
  }

  get takeId(): string {
    return this.command.takeId;
  }

  /** Why nothing of it may be seen. */
  get refused(): TakeError | undefined {
    return this.checks?.refused;
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

  stepCompleted({ imageIndex: image, step, steps, stepMs, denoised }: Step): void {
    this.pace.stepped(stepMs, steps);
    this.newest = { imageIndex: image, step, steps, msLeft: this.pace.msLeft(image, step), denoised };
    if (this.isWatched) this.frames.offer(this.newest);
    else this.tellStep(this.newest);
  }

  imageRendered(report: ImageReport): void {
    this.pace.decoded(report.decodeMs);
    const by = this.modelHash.then((modelHash) => ({ modelName: this.command.modelName, modelHash }));
    const png = Promise.all([by, this.checks?.image(report)]).then(([known, seen]) => toPng(report, known, seen));
    // Awaited at the end; a take that is cancelled before never asks.
    png.catch(() => undefined);
    if (this.images.length === 0) {
      this.infotext = by.then((known) => infotextOf(report.alone, known, report.loraHashes));
      this.infotext.catch(() => undefined);
    }
    this.images.push(png);
  }

  /** @throws when an image cannot be encoded */
  async finish({ renderMs, job, unmatched }: Finished): Promise<void> {
    this.end();
    const images = await Promise.all(this.images);
    const { modelName, takeId } = this.command;
    const by = { modelName, modelHash: await this.modelHash, infotext: await this.infotext };
    const record = takeRecord(job, by, { loadMs: this.loadMs, renderMs }, unmatched);
    this.tell({ type: 'finished', takeId, images, record });
  }

  /** No step is told after this. */
  end(): void {
    this.isOver = true;
    this.frames.clear();
    void this.window.then((lease) => lease?.release());
  }

  private async tellWithFrame(seen: SeenStep): Promise<void> {
    const frame = await this.makeFrame(seen).catch((error: unknown) => this.noPreview(error));
    this.tellStep(seen, frame);
  }

  /** Said once a take: what fails for one step fails for all. */
  private noPreview(error: unknown): undefined {
    if (!this.previewsFailed) log('warn', 'no preview could be made', { takeId: this.takeId, ...errorFields(error) });
    this.previewsFailed = true;
  }

  private async makeFrame({ denoised, ...place }: SeenStep): Promise<PreviewFrame | undefined> {
    const { data, width, height } = denoised;
    const lease = await this.window;
    if (!lease || this.isOver) return undefined;
    const previewer = await lease.value.previewer();
    const image = await previewer.render(data, { width, height }, this.pace.pace);
    if (!this.checks) return encodeFrame(image);
    const checked = await this.checks.frame({ ...place, data }, image);
    return checked && { ...(await encodeFrame(checked.image)), ...(checked.blurred && { blurred: checked.blurred }) };
  }

  private tellStep({ denoised: _denoised, ...place }: SeenStep, frame?: PreviewFrame): void {
    // Nothing more is told of what was refused but that.
    if (this.isOver || this.checks?.refused) return;
    const { takeId, job } = this.command;
    this.tell({ type: 'step', takeId, images: job.batch, ...place, ...(frame ? { frame } : {}) });
  }
}

async function toPng(
  { rgb, width, height, alone, loraHashes, again }: ImageReport,
  by: RenderedBy,
  seen?: CheckedImage,
): Promise<RenderedImage> {
  const png = await encodePng({ rgb, width, height }, pngTextsOf(alone, by, loraHashes));
  return { png, width, height, seed: alone.seed, ...(again && { again }), ...(seen?.check && { check: seen.check }) };
}
