import { encodePng } from '@visionary/diffusion';
import { type FinisherCommand, MATERIAL_INVALID } from '../../../../libs/generation/domain/finisher-protocol.js';
import { imageSizeOf } from '../../../../libs/generation/domain/lent-order.js';
import type { RendererReport, RenderedImage, RenderJob } from '../../../../libs/generation/domain/renderer-protocol.js';
import type { Pixels } from '../checks/veil.js';
import type { TakeContentCheck } from '../checks/take-content-check.js';
import { encodeSizes, type FrameSizes } from '../frame-sizes.js';
import { LatestOnlyQueue } from '../latest-only.js';
import { canonicalJob, singleImageJob } from '../take-control.js';
import { takeFailure } from '../take-failure.js';
import { infotextOf, pngTextsOf, readUpscaledImage, roundingOf, takeRecord } from '../take-record.js';
import { MaterialError, readLentFrame, readLentImage } from './lent-pixels.js';

type Of<T extends FinisherCommand['type']> = Extract<FinisherCommand, { type: T }>;

/** Frames use at most a fifth of a core. Fast steps skip some. */
const PAUSE_FACTOR = 4;

/** A take that a lent renderer renders: checks its frames and images, and writes all texts of its PNGs from the request. */
export class LentTake {
  private readonly frames = new LatestOnlyQueue<Of<'step'>>((step) => this.sendWithFrame(step), PAUSE_FACTOR);
  private hasEnded = false;

  constructor(
    private readonly order: Of<'begin'>,
    private readonly send: (report: RendererReport) => void,
    private readonly checks: TakeContentCheck | undefined,
  ) {}

  step(command: Of<'step'>): void {
    if (command.frame) this.frames.offer(command);
    else this.sendStep(command.report);
  }

  async finish(command: Of<'finish'>): Promise<void> {
    this.end();
    try {
      this.send(await this.finished(command));
    } catch (error) {
      this.send({ type: 'failed', takeId: this.order.takeId, ...failureOf(error) });
    }
  }

  /** No step is reported afterwards. */
  end(): void {
    this.hasEnded = true;
    this.frames.clear();
  }

  private async finished(command: Of<'finish'>): Promise<RendererReport> {
    const { takeId, modelName } = this.order;
    const { pngs, images, promptChanges, stopPoint, cutPoint, record } = command;
    const { runtime, provider, device, loadMs, renderMs, loraHashes, unmatched = [] } = record;
    const upscaled = this.order.job.upscale && this.order.upscalePng && readUpscaledImage(this.order.upscalePng);
    const by = {
      ...{ modelName, modelHash: upscaled?.modelHash ?? this.order.modelHash, runtime, provider },
      ...(device !== undefined && { device }),
      ...(upscaled?.rounding ?? roundingOf(record)),
    };
    const job = this.renderedJob(promptChanges, stopPoint);
    const imageJob = (image: number) =>
      singleImageJob({ ...this.order.job, promptChanges, stopPoint: cutPoint }, image, images[image]!.seed);
    const rendered: RenderedImage[] = [];
    for (const [at, png] of pngs.entries()) {
      const pixels = await readLentImage(png, imageSizeOf(job));
      const { together } = images[at]!;
      const texts = pngTextsOf(imageJob(at), upscaled ? by : { ...by, together }, loraHashes, upscaled);
      rendered.push(await this.imageOf(pixels, images[at]!, await encodePng(pixels, texts)));
    }
    const infotext = infotextOf(imageJob(0), by, loraHashes, upscaled);
    const written = { ...takeRecord(job, { ...by, infotext }, { loadMs, renderMs }, unmatched), ...by };
    return { type: 'finished', takeId, images: rendered, record: written };
  }

  private async imageOf(
    pixels: Pixels,
    { seed, replaced }: Of<'finish'>['images'][number],
    png: Uint8Array,
  ): Promise<RenderedImage> {
    const { width, height } = pixels;
    const checked = await this.checks?.image(pixels);
    return { png, width, height, seed, ...(replaced && { replaced }), ...checked };
  }

  /** The ordered job with what happened while it was rendered. */
  private renderedJob(promptChanges: Of<'finish'>['promptChanges'], stopPoint: Of<'finish'>['stopPoint']): RenderJob {
    const { job } = this.order;
    return canonicalJob({ ...job, promptChanges, stopPoint: stopPoint ?? job.stopPoint });
  }

  private async sendWithFrame(step: Of<'step'>): Promise<void> {
    try {
      this.sendStep({ ...step.report, ...(await this.checkedFrame(step)) });
    } catch (error) {
      if (!this.hasEnded) this.send({ type: 'failed', takeId: this.order.takeId, ...failureOf(error) });
    }
  }

  private async checkedFrame({ report, frame }: Of<'step'>): Promise<FrameSizes | undefined> {
    const image = await readLentFrame(frame!, imageSizeOf(this.order.job));
    if (!this.checks) return encodeSizes({ image });
    const checked = await this.checks.frame({ ...report, data: centered(image) }, image, this.order.isTrusted);
    return checked && encodeSizes(checked);
  }

  private sendStep(report: Extract<RendererReport, { type: 'step' }>): void {
    // Nothing more of a rejected take is reported.
    if (!this.hasEnded && !this.checks?.rejection) this.send(report);
  }
}

/** Like latents, which are centered around 0: how much a frame changes shows whether its composition has settled. */
const centered = ({ rgb }: Pixels): Float32Array => Float32Array.from(rgb, (value) => value / 128 - 1);

const failureOf = (error: unknown): { readonly code: string; readonly detail: string } =>
  error instanceof MaterialError ? { code: MATERIAL_INVALID, detail: error.message } : takeFailure(error);
