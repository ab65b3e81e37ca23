import type { Scheduler } from '../schedulers/scheduler.js';

/**
 * Keeps the unmasked part of an image while the rest is repainted. After every model call it restores that part at
 * the current noise level, so that the repainted part blends with it.
 */
export class InpaintingRegion {
  /**
   * @param clean `[1,C,h,w]`, the encoded image
   * @param noise `[1,C,h,w]`, the initial noise of the run
   * @param mask `[h*w]`: 1 is repainted, 0 is kept
   */
  constructor(
    private readonly clean: Float32Array,
    private readonly noise: Float32Array,
    private readonly mask: Float32Array,
  ) {}

  /** @param nextCall index of the model call that gets this sample; past the last call it has no noise */
  blendNoised(sample: Float32Array, scheduler: Scheduler, nextCall: number): Float32Array {
    const isLast = nextCall >= scheduler.timesteps.length;
    return this.blend(sample, isLast ? this.clean : scheduler.addNoise(this.clean, this.noise, nextCall));
  }

  /** Same for a predicted x0, which has no noise. */
  blendClean(denoised: Float32Array): Float32Array {
    return this.blend(denoised, this.clean);
  }

  private blend(repainted: Float32Array, original: Float32Array): Float32Array {
    const cells = this.mask.length;
    const blended = new Float32Array(repainted.length);
    for (let i = 0; i < blended.length; i++) {
      const share = this.mask[i % cells]!;
      blended[i] = share * repainted[i]! + (1 - share) * original[i]!;
    }
    return blended;
  }
}
