import { setTimeout as delay } from 'node:timers/promises';
import { encodePng } from '@visionary/diffusion';
import type { Lease } from '@visionary/diffusion';
import { LRUCache } from 'lru-cache';
import {
  type DeviceView,
  filesOf,
  type RenderCommand,
  type RendererReport,
  type RenderedImage,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { DenoisedLatents, EngineCommand, TakeReport } from './engine-protocol.js';
import type { ModelResourceCache, ModelResources } from './model-resources.js';
import { isBarelyBegun } from './checks/preview-readiness.js';
import type { CheckedImage, ImageCheckClient, TakeContentCheck } from './checks/take-content-check.js';
import type { StepTimings } from './time-estimator.js';
import { encodeSizes, type FrameSizes } from './frame-sizes.js';
import { JobFiles } from './job-files.js';
import { errorFields, log } from './log.js';
import type { Replays } from './replays.js';
import { LatestOnlyQueue } from './latest-only.js';
import { takeFailure } from './take-failure.js';
import {
  type Computed,
  type RenderedBy,
  type UpscaledImage,
  infotextOf,
  pngTextsOf,
  readUpscaledImage,
  takeRecord,
} from './take-record.js';
import { type SecondPass, TimeEstimator } from './time-estimator.js';

type ReportOf<T extends TakeReport['type']> = Extract<TakeReport, { type: T }>;

/** A step as it is reported, without its frame. */
interface CompletedStep {
  readonly report: Extract<RendererReport, { type: 'step' }>;
  readonly denoised: DenoisedLatents;
}

/** Models and sizes whose timings are cached. */
const MAX_TIMINGS = 100;
/** Frames use at most a fifth of a core. Fast steps skip some. */
const PAUSE_FACTOR = 4;

const MAX_HASH_WAIT_MS = 500;
/** Caches the hashes of files that takes share. */
const JOB_FILES = new JobFiles();

/** A take between the engine and the server: renders frames beside the next step while someone watches, and encodes images. */
class RunningTake {
  private readonly frames = new LatestOnlyQueue<CompletedStep>((step) => this.sendWithFrame(step), PAUSE_FACTOR);
  private readonly images: Promise<RenderedImage>[] = [];
  /** Of the first image. */
  private infotext: Promise<string> = Promise.resolve('');
  private together: Pick<Computed, 'together'> = {};
  private readonly modelHash: Promise<string>;
  /** Whether the take is trusted with the files that this machine has. */
  readonly isTrusted: Promise<boolean>;
  private latestStep: CompletedStep | undefined;
  /** The last step of the images that render together, from which they are decoded. */
  private lastStep: Pick<ReportOf<'step'>, 'imageIndex' | 'together' | 'step' | 'steps'> | undefined;
  private isWatched: boolean;
  private hasEnded = false;
  private hasLoggedFrameFailure = false;
  private loadMs = 0;
  private paceMs = 0;
  /** What the current image is computed with. */
  private computed: Computed;
  private readonly upscaled: UpscaledImage | undefined;

  constructor(
    readonly command: RenderCommand,
    private readonly resources: Promise<Lease<ModelResources> | undefined>,
    readonly estimator: TimeEstimator,
    private readonly send: (report: RendererReport) => void,
    private readonly device: DeviceView,
    private readonly checks?: TakeContentCheck,
  ) {
    this.isWatched = command.sendFrames;
    const { job, upscalePng } = command;
    this.upscaled = job.upscale && upscalePng && readUpscaledImage(upscalePng);
    this.computed = { ...this.upscaled?.rounding, provider: 'cpu' };
    // Computed while the engine loads; a failure is reported when it is awaited.
    this.modelHash = resources.then((lease) => lease?.value.hash() ?? this.upscaled?.modelHash ?? '');
    this.modelHash.catch(() => undefined);
    this.isTrusted = this.hasTrustedFiles().catch(() => false);
    // Opens the previewer early, so that the first step has a frame. A failure is reported with the first frame.
    if (command.sendFrames) void resources.then((lease) => lease?.value.previewer()).catch(() => undefined);
  }

  /** The report of a take that ends without images: why nothing of it may be shown, or what the engine says. */
  endWith(report: ReportOf<'cancelled' | 'failed'>): RendererReport {
    this.end();
    const rejection = this.checks?.rejection;
    return rejection ? { type: 'failed', takeId: report.takeId, ...takeFailure(rejection) } : report;
  }

  /** A new viewer gets the latest frame at once. */
  watch(isWatched: boolean): void {
    const hasNewViewer = isWatched && !this.isWatched;
    this.isWatched = isWatched;
    if (hasNewViewer && this.latestStep && !this.hasEnded) this.frames.offer(this.latestStep);
    if (!isWatched) this.frames.clear();
  }

  /** @param stepMs how long a step takes at least; 0 for full speed */
  setPace(stepMs: number): void {
    this.paceMs = stepMs;
  }

  /** Also when the processor continues after a device that failed. */
  modelLoaded({ loadMs, provider, rounding = this.upscaled?.rounding }: ReportOf<'loaded'>): void {
    this.loadMs = loadMs;
    const device = provider === this.device.provider && provider !== 'cpu' ? this.device.name : undefined;
    this.computed = { ...rounding, provider, ...(device !== undefined && { device }) };
    this.send({ type: 'loaded', takeId: this.command.takeId });
  }

  stepCompleted({ type, takeId, imageIndex, step, steps, stepMs, together, denoised }: ReportOf<'step'>): void {
    this.estimator.recordStep(stepMs, step, steps, together);
    this.lastStep = { imageIndex, together, step, steps };
    const { batch: images } = this.command.job;
    const computeMs = this.estimator.msLeft(imageIndex, step, together);
    const stepsLeft = steps - step + Math.max(0, images - imageIndex - together) * steps;
    const pauseMs = Math.round(stepsLeft * Math.max(0, this.paceMs - this.estimator.timings.stepMs));
    const msLeft = computeMs + pauseMs;
    const report = { type, takeId, imageIndex, images, step, steps, msLeft, ...(pauseMs > 0 && { pauseMs }) };
    this.latestStep = denoised && { report, denoised };
    if (this.isWatched && this.latestStep) this.frames.offer(this.latestStep);
    else this.sendStep(report);
  }

  imageRendered(report: ReportOf<'image'>): void {
    this.estimator.recordDecode(report.decodeMs);
    const computed = { ...this.computed, ...togetherOf(report) };
    const renderedBy = this.modelHash.then((modelHash) => ({ ...this.renderedBy(modelHash), ...computed }));
    const png = Promise.all([renderedBy, this.check(report)]).then(([by, checked]) =>
      toPng(report, by, checked, this.upscaled),
    );
    // Awaited at the end; a cancelled take never awaits it.
    png.catch(() => undefined);
    if (this.images.length === 0) {
      this.infotext = renderedBy.then((by) => infotextOf(report.singleImageJob, by, report.loraHashes, this.upscaled));
      this.infotext.catch(() => undefined);
      this.together = togetherOf(report);
    }
    this.images.push(png);
  }

  /**
   * An image of a trusted take that was stopped so early that its verdict would mean nothing is what everybody has just seen.
   * @throws TakeError if the image must not be shown, or could not be checked
   */
  private async check(image: ReportOf<'image'>): Promise<CheckedImage | undefined> {
    const { imageIndex: first = 0, together = 1, ...last } = this.lastStep ?? { step: 1, steps: 1 };
    const isItsStep = image.imageIndex >= first && image.imageIndex < first + together;
    if (isItsStep && isBarelyBegun(last) && (await this.isTrusted)) return undefined;
    return this.checks?.image(image);
  }

  /** @throws if an image cannot be encoded */
  async finish({ renderMs, job, unmatchedParts }: ReportOf<'finished'>): Promise<void> {
    this.end();
    const images = await Promise.all(this.images);
    const { takeId } = this.command;
    const renderedBy = { ...this.renderedBy(await this.modelHash), ...this.together, infotext: await this.infotext };
    const record = takeRecord(job, renderedBy, { loadMs: this.loadMs, renderMs }, unmatchedParts);
    this.send({ type: 'finished', takeId, images, record });
  }

  /** No step is reported afterwards. */
  end(): void {
    this.hasEnded = true;
    this.frames.clear();
    void this.resources.then((lease) => lease?.release());
  }

  private renderedBy(modelHash: string): RenderedBy {
    return { modelName: this.command.modelName, modelHash, ...this.computed };
  }

  private async sendWithFrame(step: CompletedStep): Promise<void> {
    const sizes = await this.makeFrame(step).catch((error: unknown) => this.logFrameFailure(error));
    this.sendStep({ ...step.report, ...sizes });
  }

  /** Logged once per take, because all frames of a take fail for the same reason. */
  private logFrameFailure(error: unknown): undefined {
    if (!this.hasLoggedFrameFailure) {
      log('warn', 'a frame could not be rendered', { takeId: this.command.takeId, ...errorFields(error) });
    }
    this.hasLoggedFrameFailure = true;
  }

  private async makeFrame({ report, denoised }: CompletedStep): Promise<FrameSizes | undefined> {
    const { data, width, height } = denoised;
    const lease = await this.resources;
    if (!lease || this.hasEnded) return undefined;
    const previewer = await lease.value.previewer();
    const { timings } = this.estimator;
    const idleMs = Math.max(0, this.paceMs - timings.stepMs);
    const image = await previewer.render(data, { width, height }, { ...timings, idleMs });
    // The hash of a large model may take longer than its first steps, which are checked then.
    const isTrusted = await Promise.race([this.isTrusted, delay(MAX_HASH_WAIT_MS, false, { ref: false })]);
    if (!this.checks || isTrusted) return encodeSizes({ image });
    const checked = await this.checks.frame({ ...report, data }, image);
    return checked && encodeSizes(checked);
  }

  private async hasTrustedFiles(): Promise<boolean> {
    const { trusted, job, files = [] } = this.command;
    if (!trusted || trusted.model !== (await this.modelHash)) return false;
    const hashes = await JOB_FILES.hashesOf(filesOf(job), files);
    return hashes.length === trusted.files.length && hashes.every(({ sha256 }, at) => sha256 === trusted.files[at]);
  }

  private sendStep(report: CompletedStep['report']): void {
    // Nothing more of a rejected take is reported.
    if (!this.hasEnded && !this.checks?.rejection) this.send(report);
  }
}

const togetherOf = ({ together }: ReportOf<'image'>) => (together === undefined ? {} : { together });

async function toPng(
  report: ReportOf<'image'>,
  by: RenderedBy,
  checked: CheckedImage | undefined,
  upscaled: UpscaledImage | undefined,
): Promise<RenderedImage> {
  const { rgb, width, height, singleImageJob, loraHashes, replaced } = report;
  const png = await encodePng({ rgb, width, height }, pngTextsOf(singleImageJob, by, loraHashes, upscaled));
  return {
    png,
    width,
    height,
    seed: singleImageJob.seed,
    ...(replaced && { replaced }),
    ...togetherOf(report),
    ...(checked?.check && { check: checked.check }),
  };
}

/** The takes of this process, between the server's commands and the engine's reports. */
export class RunningTakes {
  private readonly takes = new Map<string, RunningTake>();
  private readonly timings = new LRUCache<string, StepTimings>({ max: MAX_TIMINGS });

  constructor(
    private readonly resources: ModelResourceCache,
    private readonly toEngine: (command: EngineCommand) => void,
    private readonly send: (report: RendererReport) => void,
    private readonly device: DeviceView,
    private readonly replays: Replays,
    private readonly checks?: ImageCheckClient,
  ) {}

  render(command: RenderCommand): void {
    const { takeId, modelDir, job } = command;
    if (this.takes.has(takeId)) return;
    const estimator = new TimeEstimator(
      this.timings.get(timingsKeyOf(command)),
      job.steps,
      job.batch,
      secondPassOf(job),
      job.controls?.filter(({ weight }) => weight !== 0),
    );
    // The engine reports a bad folder. Here it only means that there are no frames.
    const lease = job.upscale ? NO_MODEL : this.resources.acquire(modelDir).catch(() => undefined);
    // The engine cancels the take, which is then reported as rejected.
    const checks = this.checks?.of(() => this.toEngine({ type: 'cancel', takeId }));
    const take = new RunningTake(command, lease, estimator, this.send, this.device, checks);
    this.takes.set(takeId, take);
    this.replays.recordTrust(takeId, take.isTrusted);
    this.toEngine(command);
  }

  /** Forwards a command for a queued or running take. */
  forward(command: Extract<EngineCommand, { type: 'cancel' | 'stop' | 'steer' | 'pace' }>): void {
    const take = this.takes.get(command.takeId);
    if (!take) return;
    if (command.type === 'pace') take.setPace(command.stepMs);
    this.toEngine(command);
  }

  watch(takeId: string, isWatched: boolean): void {
    this.takes.get(takeId)?.watch(isWatched);
  }

  async onReport(report: TakeReport): Promise<void> {
    const take = this.takes.get(report.takeId);
    if (!take) return;
    switch (report.type) {
      case 'loading':
      case 'steered':
        return this.send(report);
      case 'loaded':
        return take.modelLoaded(report);
      case 'step':
        return take.stepCompleted(report);
      case 'image':
        return take.imageRendered(report);
      case 'finished':
        return this.finish(take, report);
      case 'cancelled':
      case 'failed':
        this.takes.delete(report.takeId);
        return this.send(take.endWith(report));
      default:
        return report satisfies never;
    }
  }

  private async finish(take: RunningTake, report: ReportOf<'finished'>): Promise<void> {
    const { takeId } = report;
    this.timings.set(timingsKeyOf(take.command), take.estimator.timings);
    this.takes.delete(takeId);
    try {
      await take.finish(report);
    } catch (error) {
      log('error', 'a finished take could not be encoded', { takeId, ...errorFields(error) });
      this.send({ type: 'failed', takeId, ...takeFailure(error) });
    }
  }
}

const NO_MODEL = Promise.resolve(undefined);

function timingsKeyOf({ modelDir, job }: RenderCommand): string {
  const { width, height, hires, scheduler, guidance, upscale } = job;
  if (upscale) return `upscaler ${upscale.upscaler}`;
  return `${modelDir} ${width}x${height} ${hires?.width}x${hires?.height} ${hires?.upscaler} ${scheduler} ${guidance > 1}`;
}

/** Its steps take longer, about as the area grows. */
function secondPassOf({ width, height, hires, upscale }: RenderCommand['job']): SecondPass | undefined {
  if (!hires || upscale) return undefined;
  return { steps: hires.steps, cost: (hires.width * hires.height) / (width * height) };
}
