/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.96;

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A share with Wilson's interval. */
export function share(hits, of) {
  const p = hits / of;
  const denominator = 1 + Z ** 2 / of;
  const middle = (p + Z ** 2 / (2 * of)) / denominator;
  const half = (Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2))) / denominator;
  return { share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** A mean with its interval. */
export function withInterval(values) {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  const half = Z * Math.sqrt(variance / values.length);
  return { mean: middle, low: middle - half, high: middle + half };
}

export const percent = ({ share: p, low, high }) =>
  `${(100 * p).toFixed(0)} % (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)})`;
