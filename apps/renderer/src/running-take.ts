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

/** One step with the latents of its frame. */
interface CompletedStep {
  readonly imageIndex: number;
  readonly step: number;
  readonly steps: number;
  readonly msLeft: number;
  readonly denoised: DenoisedLatents;
}

/** Frames use at most a fifth of a core. Fast steps skip some. */
const PAUSE_FACTOR = 4;

/** A take between the engine and the server: renders frames beside the next step while someone watches, and encodes images. */
export class RunningTake {
  private readonly frames = new LatestOnlyQueue<CompletedStep>((seen) => this.sendWithFrame(seen), PAUSE_FACTOR);
  private readonly images: Promise<RenderedImage>[] = [];
  /** Of the first image. */
  private infotext: Promise<string> = Promise.resolve('');
  private readonly modelHash: Promise<string>;
  private latest: CompletedStep | undefined;
  private isWatched: boolean;
  private isOver = false;
  private framesFailed = false;
  private loadMs = 0;

  constructor(
    private readonly command: RenderCommand,
    private readonly resources: Promise<Lease<ModelResources> | undefined>,
    private readonly estimator: TimeEstimator,
    private readonly send: (report: RendererReport) => void,
    private readonly checks?: TakeContentCheck,
  ) {
    this.isWatched = command.sendFrames;
    // Computed while the engine loads; a failure is reported when it is awaited.
    this.modelHash = resources.then((lease) => lease?.value.hash() ?? '');
    this.modelHash.catch(() => undefined);
    // Opens the previewer early, so that the first step has a frame. A failure is reported with the first frame.
    if (command.sendFrames) void resources.then((lease) => lease?.value.previewer()).catch(() => undefined);
  }

  get takeId(): string {
    return this.command.takeId;
  }

  /** Why nothing of it may be shown. */
  get rejection(): TakeError | undefined {
    return this.checks?.rejection;
  }

  /** A new viewer gets the latest frame at once. */
  watch(isWatched: boolean): void {
    const begins = isWatched && !this.isWatched;
    this.isWatched = isWatched;
    if (begins && this.latest && !this.isOver) this.frames.offer(this.latest);
    if (!isWatched) this.frames.clear();
  }

  loaded(loadMs: number): void {
    this.loadMs = loadMs;
  }

  stepCompleted({ imageIndex: image, step, steps, stepMs, denoised }: Step): void {
    this.estimator.stepped(stepMs, steps);
    this.latest = { imageIndex: image, step, steps, msLeft: this.estimator.msLeft(image, step), denoised };
    if (this.isWatched) this.frames.offer(this.latest);
    else this.sendStep(this.latest);
  }

  imageRendered(report: ImageReport): void {
    this.estimator.decoded(report.decodeMs);
    const by = this.modelHash.then((modelHash) => ({ modelName: this.command.modelName, modelHash }));
    const png = Promise.all([by, this.checks?.image(report)]).then(([known, seen]) => toPng(report, known, seen));
    // Awaited at the end; a cancelled take never awaits it.
    png.catch(() => undefined);
    if (this.images.length === 0) {
      this.infotext = by.then((known) => infotextOf(report.alone, known, report.loraHashes));
      this.infotext.catch(() => undefined);
    }
    this.images.push(png);
  }

  /** @throws if an image cannot be encoded */
  async finish({ renderMs, job, unmatched }: Finished): Promise<void> {
    this.end();
    const images = await Promise.all(this.images);
    const { modelName, takeId } = this.command;
    const by = { modelName, modelHash: await this.modelHash, infotext: await this.infotext };
    const record = takeRecord(job, by, { loadMs: this.loadMs, renderMs }, unmatched);
    this.send({ type: 'finished', takeId, images, record });
  }

  /** No step is reported afterwards. */
  end(): void {
    this.isOver = true;
    this.frames.clear();
    void this.resources.then((lease) => lease?.release());
  }

  private async sendWithFrame(seen: CompletedStep): Promise<void> {
    const frame = await this.makeFrame(seen).catch((error: unknown) => this.logFrameFailure(error));
    this.sendStep(seen, frame);
  }

  /** Logged once per take, because all frames of a take fail for the same reason. */
  private logFrameFailure(error: unknown): undefined {
    if (!this.framesFailed) {
      log('warn', 'a frame could not be rendered', { takeId: this.takeId, ...errorFields(error) });
    }
    this.framesFailed = true;
  }

  private async makeFrame({ denoised, ...place }: CompletedStep): Promise<PreviewFrame | undefined> {
    const { data, width, height } = denoised;
    const lease = await this.resources;
    if (!lease || this.isOver) return undefined;
    const previewer = await lease.value.previewer();
    const image = await previewer.render(data, { width, height }, this.estimator.timings);
    if (!this.checks) return encodeFrame(image);
    const checked = await this.checks.frame({ ...place, data }, image);
    return checked && { ...(await encodeFrame(checked.image)), ...(checked.blurred && { blurred: checked.blurred }) };
  }

  private sendStep({ denoised: _denoised, ...place }: CompletedStep, frame?: PreviewFrame): void {
    // Nothing more of a rejected take is reported.
    if (this.isOver || this.checks?.rejection) return;
    const { takeId, job } = this.command;
    this.send({ type: 'step', takeId, images: job.batch, ...place, ...(frame ? { frame } : {}) });
  }
}

async function toPng(
  { rgb, width, height, alone, loraHashes, replaced }: ImageReport,
  by: RenderedBy,
  seen?: CheckedImage,
): Promise<RenderedImage> {
  const png = await encodePng({ rgb, width, height }, pngTextsOf(alone, by, loraHashes));
  return {
    png,
    width,
    height,
    seed: alone.seed,
    ...(replaced && { replaced }),
    ...(seen?.check && { check: seen.check }),
  };
}
