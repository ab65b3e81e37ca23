import { MersenneTwister } from './mersenne-twister.js';

const f = Math.fround;
const TWO_PI = f(2 * Math.PI);
const BLOCK = 16;
const HALF_BLOCK = 8;

/**
 * Standard normal noise as the field's tools draw it on the CPU, so that a seed means the same image there and here.
 * One generator serves one image: first the start noise, then what the sampler asks for, in order.
 */
export class InitialNoise {
  private readonly twister: MersenneTwister;
  /** Box and Muller give two values a draw; the second waits here on the short path. */
  private waiting: number | undefined;

  /** @param seed a whole number from 0; as in the field's tools, only its low 32 bits count */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`the seed ${seed} is not a whole number from 0`);
    this.twister = new MersenneTwister(seed);
  }

  /** The next `count` values, float32. From 16 values on they are drawn in blocks, below that one by one in double. */
  draw(count: number): Float32Array {
    return count < BLOCK ? Float32Array.from({ length: count }, () => this.one()) : this.blocks(count);
  }

  private one(): number {
    if (this.waiting !== undefined) {
      const value = this.waiting;
      this.waiting = undefined;
      return value;
    }
    const angle = 2 * Math.PI * this.uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniformDouble()));
    this.waiting = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private blocks(count: number): Float32Array {
    const values = Float32Array.from({ length: count }, () => this.uniformFloat());
    for (let start = 0; start + BLOCK <= count; start += BLOCK) toNormal(values, start);
    if (count % BLOCK !== 0) {
      // The last 16 are drawn anew, over values that were finished already.
      const start = count - BLOCK;
      for (let i = start; i < count; i++) values[i] = this.uniformFloat();
      toNormal(values, start);
    }
    return values;
  }

  /** [0, 1) from 24 bits. */
  private uniformFloat(): number {
    return (this.twister.uint32() & 0xffffff) / 2 ** 24;
  }

  /** [0, 1) from 53 bits; the high word comes first. */
  private uniformDouble(): number {
    const high = this.twister.uint32() & 0x1fffff;
    return (high * 2 ** 32 + this.twister.uint32()) / 2 ** 53;
  }
}

/** Box and Muller 1958 on 16 uniform values: the first eight give radii, the last eight angles. */
function toNormal(values: Float32Array, start: number): void {
  for (let i = start; i < start + HALF_BLOCK; i++) {
    const radius = f(Math.sqrt(f(-2 * f(Math.log(f(1 - values[i]!))))));
    const angle = f(TWO_PI * values[i + HALF_BLOCK]!);
    values[i] = radius * f(Math.cos(angle));
    values[i + HALF_BLOCK] = radius * f(Math.sin(angle));
  }
}
