import { randomOf } from '../../../support/random-numbers.mjs';

/** Seeded random choices. */
export class Chance {
  constructor(seed) {
    this.next = randomOf(seed);
  }

  /** A whole number from 0 to below the limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  between(low, high) {
    return low + this.next() * (high - low);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Of a normal distribution (Box and Muller). */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}
