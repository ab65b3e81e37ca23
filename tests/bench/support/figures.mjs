export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const rounded = (value, digits = 0) => Number(value.toFixed(digits));

/** The 50th and 95th percentile, in milliseconds. */
export const spreadOf = (times) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 2);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
};

/** Measures the time of some rounds, and returns the last result. */
export async function timed(rounds, work) {
  const took = [];
  let result;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    result = await work();
    took.push(performance.now() - began);
  }
  return { ms: spreadOf(took), result };
}

/** The times of what was asked, by its name. */
export const timesOf = (queries) => Object.fromEntries(Object.entries(queries).map(([name, { ms }]) => [name, ms]));
