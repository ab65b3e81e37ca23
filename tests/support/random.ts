import { randomOf } from './random-numbers.mjs';

/** Seeded random numbers. */
export class Random {
  /** From 0 to below 1. */
  readonly next: () => number;

  constructor(readonly seed: number) {
    this.next = randomOf(seed);
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** @throws Error when there is nothing to pick from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[this.below(list.length)] as T;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}
