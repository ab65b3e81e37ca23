/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws from `names`, uniformly or by Zipf's law: the second 1/2 as often as the first, the third 1/3. */
export function drawer(names, popularity, random) {
  const weights = names.map((_, index) => (popularity === 'zipf' ? 1 / (index + 1) : 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return () => {
    let left = random() * sum;
    return names.find((_, index) => (left -= weights[index]) < 0) ?? names.at(-1);
  };
}

/** An exponentially distributed time. */
export const waitOf = (random, meanMs) => -Math.log(1 - random()) * meanMs;
