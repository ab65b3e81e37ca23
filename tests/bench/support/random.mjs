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
