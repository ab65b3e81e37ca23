/** What the classifier suspects, 0 to 1: all that is neither neutral nor a drawing. */
export const suspicionOf = (classes) =>
  Object.entries(classes).reduce((sum, [name, score]) => sum + (/neutral|drawing/i.test(name) ? 0 : score), 0);

/** Total variation distance of two classifications, 0 to 1. */
export const distance = (one, other) =>
  Object.keys(one).reduce((sum, name) => sum + Math.abs(one[name] - other[name]), 0) / 2;

/** Mean difference of two predictions, relative to their mean magnitude. */
export function changeOf(previous, latents) {
  if (!previous) return Infinity;
  let [difference, magnitude] = [0, 0];
  for (let i = 0; i < latents.length; i++) {
    difference += Math.abs(latents[i] - previous[i]);
    magnitude += Math.abs(latents[i]);
  }
  return magnitude > 0 ? difference / magnitude : 0;
}

/** Mean colors of square cells, drawn at the size of the image. */
export function meansOf({ rgb, width, height }, cells) {
  const side = Math.max(width, height) / cells;
  const sums = new Map();
  const keyOf = (i) => `${Math.floor(Math.floor(i / width) / side)}:${Math.floor((i % width) / side)}`;
  for (let i = 0; i < width * height; i++) {
    const sum = sums.get(keyOf(i)) ?? [0, 0, 0, 0];
    for (let c = 0; c < 3; c++) sum[c] += rgb[i * 3 + c];
    sum[3] += 1;
    sums.set(keyOf(i), sum);
  }
  const veiled = new Uint8Array(rgb.length);
  for (let i = 0; i < width * height; i++) {
    const sum = sums.get(keyOf(i));
    for (let c = 0; c < 3; c++) veiled[i * 3 + c] = Math.round(sum[c] / sum[3]);
  }
  return { rgb: veiled, width, height };
}

/** Spearman's. */
export function rankCorrelation(one, other) {
  const [a, b] = [ranksOf(one), ranksOf(other)];
  const mean = (one.length - 1) / 2;
  let [covariance, spread] = [0, 0];
  for (const [i, rank] of a.entries()) {
    covariance += (rank - mean) * (b[i] - mean);
    spread += (rank - mean) ** 2;
  }
  return covariance / spread;
}

function ranksOf(values) {
  const ranks = [];
  for (const [rank, [at]] of [...values.entries()].sort(([, a], [, b]) => a - b).entries()) ranks[at] = rank;
  return ranks;
}

/** How many of the most suspected tenth exceed the same threshold, and how many others do. */
export function flagged(values, finals) {
  const threshold = [...finals].sort((a, b) => b - a)[Math.floor(finals.length / 10)];
  const isFlagged = (value) => value > threshold;
  const count = (isIn) => finals.filter((final, at) => isIn(final) && isFlagged(values[at])).length;
  const positives = finals.filter(isFlagged).length;
  return { recall: count(isFlagged) / Math.max(1, positives), falseAlarms: count((final) => !isFlagged(final)) };
}
