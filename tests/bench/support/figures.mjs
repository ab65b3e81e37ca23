export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const rounded = (value, digits = 0) => Number(value.toFixed(digits));

/** The 50th and 95th percentile, in milliseconds. */
export const spreadOf = (times) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 2);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
};
