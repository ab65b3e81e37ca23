import type { ModelFolder } from '../model-folder/model-folder.js';
import type { SchedulerName } from '../schedulers/catalogue.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { LatentSize } from './denoiser.js';
import type { StepReport } from './denoise.js';
import type { Picture } from './pixels.js';
import { ModelFolderError, RenderError } from '../errors.js';
import { ConditioningPlan } from '../prompt/conditioning.js';
import { StartNoise } from '../random/start-noise.js';
import { createScheduler } from '../schedulers/catalogue.js';
import { denoise } from './denoise.js';
import { Denoiser } from './denoiser.js';
import { needsNegative } from './guidance.js';
import { LatentDecoder } from './latent-decoder.js';
import { requireContent, requireNumbers, toPicture } from './pixels.js';
import { TextEncoder } from './text-encoder.js';

/** One picture to make. Sides in pixels. */
export interface PictureJob {
  readonly prompt: string;
  readonly negative: string;
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
  /** Fresh noise of DDIM, 0 to 1; none when absent. */
  readonly eta?: number;
  /** Standard normal `[1,C,h,w]` to start from instead of the seed's own. */
  readonly startNoise?: Float32Array;
}

export interface RenderHooks {
  /** Looked at between steps; an aborted render throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onStep?: (report: StepReport) => void;
}

export interface RenderResult extends Picture {
  /** `[1,C,h,w]` as the denoiser left them, before they are scaled back for the VAE. */
  readonly latents: Float32Array;
  readonly decodeMs: number;
}

/** A loaded model: text to picture. One render at a time; the same job gives the same bytes on the same machine. */
export class DiffusionPipeline {
  private constructor(
    readonly folder: ModelFolder,
    private readonly textEncoder: TextEncoder,
    private readonly denoiser: Denoiser,
    private readonly decoder: LatentDecoder,
  ) {}

  /** @throws ModelFolderError; nothing stays loaded then */
  static async load(folder: ModelFolder, options: GraphOptions = {}): Promise<DiffusionPipeline> {
    const opened: { release(): Promise<void> }[] = [];
    const keep = <T extends { release(): Promise<void> }>(part: T): T => (opened.push(part), part);
    try {
      const textEncoder = keep(await TextEncoder.open(folder, options));
      const denoiser = keep(await Denoiser.open(folder, options));
      const decoder = keep(await LatentDecoder.open(folder, options));
      return new DiffusionPipeline(folder, textEncoder, denoiser, decoder);
    } catch (error) {
      await Promise.all(opened.map((part) => part.release()));
      throw error;
    }
  }

  /** @throws RenderError; ModelFolderError when the parts turn out not to fit; the signal's reason when aborted */
  async render(job: PictureJob, hooks: RenderHooks = {}): Promise<RenderResult> {
    const size = this.latentSize(job);
    const scheduler = createScheduler(job.scheduler, this.folder.scheduler, job.steps, { eta: job.eta });
    const noise = new StartNoise(job.seed);
    const count = this.folder.vae.latentChannels * size.width * size.height;
    const drawn = noise.draw(count);
    const start = (job.startNoise ?? drawn).map((value) => value * scheduler.initNoiseSigma);
    const { guidance, steps } = job;
    const plan = await this.plan(job);
    const run = { denoiser: this.denoiser, scheduler, plan, noise, guidance, steps, size, ...hooks };
    const latents = await denoise(run, start);
    const since = performance.now();
    const pixels = await this.decoder.decode(latents, size);
    requireNumbers(pixels.data, 'the pixels');
    requireContent(pixels);
    return { ...toPicture(pixels), latents, decodeMs: performance.now() - since };
  }

  async release(): Promise<void> {
    await Promise.all([this.textEncoder.release(), this.denoiser.release(), this.decoder.release()]);
  }

  /** A plain prompt holds from the first step to the last. */
  private async plan(job: PictureJob): Promise<ConditioningPlan> {
    const positive = await this.textEncoder.encode(job.prompt);
    const negative = needsNegative(job.guidance) ? await this.textEncoder.encode(job.negative) : undefined;
    const wanted = this.denoiser.textWidth;
    if (wanted !== undefined && wanted !== positive.width) {
      const reason = `it reads texts ${wanted} wide, and text_encoder gives ${positive.width}`;
      throw new ModelFolderError('DOES_NOT_FIT', 'unet/model.onnx', reason, 'parts of one and the same export');
    }
    return new ConditioningPlan([{ untilStep: job.steps, positive, negative }]);
  }

  private latentSize({ width, height }: PictureJob): LatentSize {
    const factor = this.folder.vae.spatialFactor;
    if (width < factor || height < factor || width % factor !== 0 || height % factor !== 0) {
      const told = `${width}x${height} does not fit: both sides must be multiples of ${factor} pixels`;
      throw new RenderError('RENDER_OUT_OF_RANGE', told);
    }
    const size = { width: width / factor, height: height / factor };
    this.denoiser.requireSize(size, factor);
    return size;
  }
}
