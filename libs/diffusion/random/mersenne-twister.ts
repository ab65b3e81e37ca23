const SIZE = 624;
const SHIFT = 397;

/** MT19937 (Matsumoto and Nishimura 1998): 32 random bits per call, a 32-bit seed. */
export class MersenneTwister {
  private readonly state = new Uint32Array(SIZE);
  private next = SIZE;

  constructor(seed: number) {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < SIZE; i++) {
      const mixed = this.state[i - 1]! ^ (this.state[i - 1]! >>> 30);
      this.state[i] = Math.imul(1812433253, mixed) + i;
    }
  }

  /** Uniform integer, 0 to 2^32 - 1. */
  uint32(): number {
    if (this.next === SIZE) this.twist();
    let bits = this.state[this.next++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const bits = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}
