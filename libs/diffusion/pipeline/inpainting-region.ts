import type { Scheduler } from '../schedulers/scheduler.js';

/**
 * The part of an image that stays while the rest is painted anew. After every model call it is put back, as noisy as
 * the latents are by then, so that what is painted grows together with it.
 */
export class InpaintingRegion {
  /**
   * @param clean `[1,C,h,w]`, the encoded image
   * @param noise `[1,C,h,w]`, the noise the whole run began with
   * @param mask `[h*w]`: 1 is painted, 0 stays
   */
  constructor(
    private readonly clean: Float32Array,
    private readonly noise: Float32Array,
    private readonly mask: Float32Array,
  ) {}

  /** @param nextCall the model call that will see this sample; after the last one nothing is noisy any more */
  blendNoised(sample: Float32Array, scheduler: Scheduler, nextCall: number): Float32Array {
    const isLast = nextCall >= scheduler.timesteps.length;
    return this.over(sample, isLast ? this.clean : scheduler.addNoise(this.clean, this.noise, nextCall));
  }

  /** The same for a predicted x0, which has no noise. */
  blendClean(denoised: Float32Array): Float32Array {
    return this.over(denoised, this.clean);
  }

  private over(painted: Float32Array, known: Float32Array): Float32Array {
    const cells = this.mask.length;
    const whole = new Float32Array(painted.length);
    for (let i = 0; i < whole.length; i++) {
      const share = this.mask[i % cells]!;
      whole[i] = share * painted[i]! + (1 - share) * known[i]!;
    }
    return whole;
  }
}
