import type { LatentFrame } from './latent-frame.js';
import { InitialNoise } from '../random/initial-noise.js';
import { isPadded, pasteCells } from './latent-frame.js';

/** Derives an independent seed for the padding's noise. */
const PADDING_SEED = 0x9e3779b9;

/**
 * All noise of one image, tensor by tensor. The image's noise is drawn for its exact size, as reference tools draw
 * it, whatever padding the denoiser needs. The padding's noise comes from a second stream.
 */
export class LatentNoise {
  private readonly imageNoise: InitialNoise;
  private readonly paddingNoise: InitialNoise | undefined;

  constructor(
    seed: number,
    private readonly channels: number,
    private readonly frame: LatentFrame,
  ) {
    this.imageNoise = new InitialNoise(seed);
    this.paddingNoise = isPadded(frame) ? new InitialNoise((seed ^ PADDING_SEED) >>> 0) : undefined;
  }

  /**
   * The next tensor, `[1,C,padded]`.
   * @param replacement `[1,C,cells]` that replaces the drawn noise
   */
  draw(replacement?: Float32Array): Float32Array {
    const { cells, padded } = this.frame;
    const drawn = this.imageNoise.draw(this.channels * cells.width * cells.height);
    const image = replacement ?? drawn;
    if (!this.paddingNoise) return image;
    return pasteCells(image, this.paddingNoise.draw(this.channels * padded.width * padded.height), this.frame);
  }
}
