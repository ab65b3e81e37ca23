import { MersenneTwister } from './mersenne-twister.js';

const f = Math.fround;
const TWO_PI = f(2 * Math.PI);
const BLOCK = 16;
const HALF_BLOCK = 8;

/**
 * Standard normal noise with the algorithm of torch on the CPU, so that a seed gives the same image as in other
 * tools. One generator serves one image: first the initial noise, then the sampler's noise, in order.
 */
export class InitialNoise {
  private readonly twister: MersenneTwister;
  /** Box-Muller gives two values per draw. The short path keeps the second one here. */
  private spareValue: number | undefined;

  /** @param seed an integer from 0; only its low 32 bits count, as in other tools */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`the seed ${seed} is not a whole number from 0`);
    this.twister = new MersenneTwister(seed);
  }

  /** The next `count` values, float32. Draws 16 and more in blocks, fewer one by one in double precision. */
  draw(count: number): Float32Array {
    return count < BLOCK ? Float32Array.from({ length: count }, () => this.drawOne()) : this.drawBlocks(count);
  }

  private drawOne(): number {
    if (this.spareValue !== undefined) {
      const value = this.spareValue;
      this.spareValue = undefined;
      return value;
    }
    const angle = 2 * Math.PI * this.uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniformDouble()));
    this.spareValue = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private drawBlocks(count: number): Float32Array {
    const values = Float32Array.from({ length: count }, () => this.uniformFloat());
    for (let start = 0; start + BLOCK <= count; start += BLOCK) toNormal(values, start);
    if (count % BLOCK !== 0) {
      // Draws the last 16 again, over already finished values, as the reference does.
      const start = count - BLOCK;
      for (let i = start; i < count; i++) values[i] = this.uniformFloat();
      toNormal(values, start);
    }
    return values;
  }

  /** Uniform in [0, 1) from 24 bits. */
  private uniformFloat(): number {
    return (this.twister.uint32() & 0xffffff) / 2 ** 24;
  }

  /** Uniform in [0, 1) from 53 bits, high word first. */
  private uniformDouble(): number {
    const high = this.twister.uint32() & 0x1fffff;
    return (high * 2 ** 32 + this.twister.uint32()) / 2 ** 53;
  }
}

/** Box-Muller transform (1958) of 16 uniform values: radii from the first eight, angles from the last eight. */
function toNormal(values: Float32Array, start: number): void {
  for (let i = start; i < start + HALF_BLOCK; i++) {
    const radius = f(Math.sqrt(f(-2 * f(Math.log(f(1 - values[i]!))))));
    const angle = f(TWO_PI * values[i + HALF_BLOCK]!);
    values[i] = radius * f(Math.cos(angle));
    values[i + HALF_BLOCK] = radius * f(Math.sin(angle));
  }
}
