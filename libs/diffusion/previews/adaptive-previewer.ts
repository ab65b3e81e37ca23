import type { LatentDecoder } from '../pipeline/latent-decoder.js';
import type { LatentSize } from '../pipeline/latent-frame.js';
import type { Image } from '../pipeline/pixels.js';
import { toImage } from '../pipeline/pixels.js';
import { downscale } from './downscale.js';

/** The method that made a preview. */
export type PreviewSource = 'vae' | 'decoder' | 'model' | 'family' | 'calibrated' | 'grey';

/** A cheap preview method. */
export interface QuickPreviewer {
  readonly source: PreviewSource;
  /** @param denoised `[1,C,h,w]` at the denoiser's scale, `size` in cells */
  render(denoised: Float32Array, size: LatentSize): Promise<Image>;
  release(): Promise<void>;
}

/** Measured times of the engine in milliseconds. */
export interface StepTimings {
  readonly stepMs: number;
  readonly decodeMs: number;
  /** How long the engine waits between two steps. Absent at full speed. */
  readonly idleMs?: number;
}

/** Renders predicted x0 as small images, on the calling thread. */
export interface Previewer extends QuickPreviewer {
  /** Method of the latest preview. */
  readonly source: PreviewSource;
  /** @param timings without it the full VAE is not used */
  render(denoised: Float32Array, size: LatentSize, timings?: StepTimings): Promise<Image>;
}

/** The full VAE is used if a step takes at least this many times as long as a preview. */
const MIN_STEP_TO_PREVIEW_RATIO = 10;

/** A preview with the full VAE may take this share of the time in which the engine waits. */
const MAX_IDLE_SHARE = 0.5;

/** Maximum side of a preview in pixels. It is visible for one step only. */
const MAX_SIDE = 512;

/**
 * Renders previews with the full VAE if that is cheap compared to a step, or fits into the time in which the engine waits; otherwise
 * with the quick previewer.
 * Estimates the cost from the engine's decode time until it has its own measurement, because this thread has fewer
 * cores. Opens its own session on first use, so that the engine never waits for it.
 */
export class AdaptivePreviewer implements Previewer {
  private decoder: Promise<LatentDecoder> | undefined;
  private measuredMs: number | undefined;
  private isBroken = false;
  private latestSource: PreviewSource;

  constructor(
    private readonly quick: QuickPreviewer,
    private readonly openDecoder: () => Promise<LatentDecoder>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.latestSource = quick.source;
  }

  get source(): PreviewSource {
    return this.latestSource;
  }

  async render(denoised: Float32Array, size: LatentSize, pace?: StepTimings): Promise<Image> {
    const full = pace && this.isCheap(pace) ? await this.renderFull(denoised, size) : undefined;
    this.latestSource = full ? 'vae' : this.quick.source;
    return full ?? this.quick.render(denoised, size);
  }

  async release(): Promise<void> {
    const decoder = await this.decoder?.catch(() => undefined);
    await Promise.all([this.quick.release(), decoder?.release()]);
  }

  private isCheap({ stepMs, decodeMs, idleMs = 0 }: StepTimings): boolean {
    const costMs = this.measuredMs ?? decodeMs;
    const isAffordable = MIN_STEP_TO_PREVIEW_RATIO * costMs <= stepMs || costMs <= MAX_IDLE_SHARE * idleMs;
    return !this.isBroken && isAffordable;
  }

  /** @returns undefined when the decoder fails; the engine's own decoding reports the error */
  private async renderFull(denoised: Float32Array, size: LatentSize): Promise<Image | undefined> {
    try {
      const decoder = await (this.decoder ??= this.openDecoder());
      const startedAt = this.now();
      const pixels = await decoder.decode(denoised, size);
      this.measuredMs = this.now() - startedAt;
      return downscale(toImage(pixels), MAX_SIDE);
    } catch {
      this.isBroken = true;
      return undefined;
    }
  }
}
