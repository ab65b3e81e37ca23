import type { LatentFrame } from './latent-frame.js';
import { InitialNoise } from '../random/initial-noise.js';
import { isPadded, pasteCells } from './latent-frame.js';

/** Derives an independent seed for the padding's noise. */
const MARGIN = 0x9e3779b9;

/**
 * All noise of one image, tensor by tensor. The image's noise is drawn for its exact size, as reference tools draw
 * it, whatever padding the denoiser needs. The padding's noise comes from a second stream.
 */
export class LatentNoise {
  private readonly own: InitialNoise;
  private readonly margin: InitialNoise | undefined;

  constructor(
    seed: number,
    private readonly channels: number,
    private readonly frame: LatentFrame,
  ) {
    this.own = new InitialNoise(seed);
    this.margin = isPadded(frame) ? new InitialNoise((seed ^ MARGIN) >>> 0) : undefined;
  }

  /**
   * The next tensor, `[1,C,padded]`.
   * @param instead `[1,C,cells]` that replaces the drawn noise
   */
  draw(instead?: Float32Array): Float32Array {
    const { cells, padded } = this.frame;
    const drawn = this.own.draw(this.channels * cells.width * cells.height);
    const image = instead ?? drawn;
    if (!this.margin) return image;
    return pasteCells(image, this.margin.draw(this.channels * padded.width * padded.height), this.frame);
  }
}
