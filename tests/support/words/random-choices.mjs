import { randomOf } from '../random-numbers.mjs';

/** Choices that a seed decides. */
export function choicesOf(seed) {
  const next = randomOf(seed);
  return {
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
  };
}
