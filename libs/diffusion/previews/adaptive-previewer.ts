import type { LatentDecoder } from '../pipeline/latent-decoder.js';
import type { LatentSize } from '../pipeline/latent-frame.js';
import type { Image } from '../pipeline/pixels.js';
import { toImage } from '../pipeline/pixels.js';
import { downscale } from './shrink.js';

/** Where a preview comes from. */
export type PreviewSource = 'vae' | 'decoder' | 'model' | 'family' | 'calibrated' | 'grey';

/** A way to a preview at next to no cost. */
export interface QuickPreviewer {
  readonly source: PreviewSource;
  /** @param denoised `[1,C,h,w]` at the denoiser's scale, `size` in cells */
  render(denoised: Float32Array, size: LatentSize): Promise<Image>;
  release(): Promise<void>;
}

/** How long the engine takes, as measured. Milliseconds. */
export interface StepTimings {
  readonly stepMs: number;
  readonly decodeMs: number;
}

/** Turns predicted x0 into small images, on the thread that asks. */
export interface Previewer extends QuickPreviewer {
  /** Of the newest preview. */
  readonly source: PreviewSource;
  /** @param pace without it the full VAE is left alone */
  render(denoised: Float32Array, size: LatentSize, pace?: StepTimings): Promise<Image>;
}

/** A step must be so many times as long as what a preview of it takes. */
const STEPS_SHARE = 10;

/** No preview needs more pixels a side: it is looked at for one step. */
const LONGEST_SIDE = 256;

/**
 * The full VAE's preview where that is cheap beside a step, else the quick one. Before it was tried here the engine's
 * decoding tells how long it takes, after that its own; this thread has fewer cores than the engine. It has a session
 * of its own, so that the engine never waits for it, and only from the first preview that takes it.
 */
export class AdaptivePreviewer implements Previewer {
  private decoder: Promise<LatentDecoder> | undefined;
  private ownMs: number | undefined;
  private isBroken = false;
  private newest: PreviewSource;

  constructor(
    private readonly quick: QuickPreviewer,
    private readonly openDecoder: () => Promise<LatentDecoder>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.newest = quick.source;
  }

  get source(): PreviewSource {
    return this.newest;
  }

  async render(denoised: Float32Array, size: LatentSize, pace?: StepTimings): Promise<Image> {
    const full = pace && this.isCheap(pace) ? await this.renderFull(denoised, size) : undefined;
    this.newest = full ? 'vae' : this.quick.source;
    return full ?? this.quick.render(denoised, size);
  }

  async release(): Promise<void> {
    const decoder = await this.decoder?.catch(() => undefined);
    await Promise.all([this.quick.release(), decoder?.release()]);
  }

  private isCheap({ stepMs, decodeMs }: StepTimings): boolean {
    return !this.isBroken && STEPS_SHARE * (this.ownMs ?? decodeMs) <= stepMs;
  }

  /** @returns undefined when it cannot be had, which is told by the engine's own decoding at the latest */
  private async renderFull(denoised: Float32Array, size: LatentSize): Promise<Image | undefined> {
    try {
      const decoder = await (this.decoder ??= this.openDecoder());
      const began = this.now();
      const pixels = await decoder.decode(denoised, size);
      this.ownMs = this.now() - began;
      return downscale(toImage(pixels), LONGEST_SIDE);
    } catch {
      this.isBroken = true;
      return undefined;
    }
  }
}
