import { randomOf } from '../../support/random-numbers.mjs';

/** Numbers that a seed decides. */
export class Random {
  constructor(seed) {
    this.next = randomOf(seed);
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  list(most, make) {
    return Array.from({ length: this.below(most + 1) }, (_, i) => make(i));
  }
}

/** Numbers that break readers. */
export const EDGES = [
  0,
  1,
  -1,
  2,
  127,
  128,
  255,
  256,
  65_535,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e308,
  -0,
];
