/** NumPy splits longer blocks in half before adding. */
const BLOCK = 128;
const LANES = 8;

/**
 * Applies weights to an encoded chunk ("original" emphasis of AUTOMATIC1111's web UI): multiplies each token's hidden
 * state by its weight, then rescales everything to restore the chunk's mean.
 * @param states `[tokens, width]` float32, not modified
 * @returns the same shape; `states` itself if nothing is weighted
 */
export function applyEmphasis(states: Float32Array, weights: readonly number[]): Float32Array {
  if (weights.every((weight) => weight === 1)) return states;
  const width = states.length / weights.length;
  const weighted = states.map((value, i) => value * Math.fround(weights[Math.floor(i / width)]!));
  const restore = Math.fround(mean(states) / mean(weighted));
  // A mean of 0 or with a changed sign is no measure of scale. Then only the weights apply.
  return Number.isFinite(restore) && restore > 0 ? weighted.map((value) => value * restore) : weighted;
}

function mean(values: Float32Array): number {
  return Math.fround(pairwiseSum(values, 0, values.length) / values.length);
}

/**
 * Sums in float32 in NumPy's order (pairwise summation, eight lanes per block). If a layer norm leaves a mean near 0,
 * its digits are rounding errors, and another order gives another image.
 */
function pairwiseSum(values: Float32Array, from: number, count: number): number {
  if (count > BLOCK) {
    const half = count >> 1;
    const first = half - (half % LANES);
    return Math.fround(pairwiseSum(values, from, first) + pairwiseSum(values, from + first, count - first));
  }
  const lanes = new Float32Array(LANES);
  const whole = count - (count % LANES);
  for (let i = 0; i < whole; i++) lanes[i % LANES]! += values[from + i]!;
  let sum = whole > 0 ? addLanes(lanes) : 0;
  for (let i = whole; i < count; i++) sum = Math.fround(sum + values[from + i]!);
  return sum;
}

function addLanes(lanes: Float32Array): number {
  const pair = (i: number): number => Math.fround(lanes[i]! + lanes[i + 1]!);
  return Math.fround(Math.fround(pair(0) + pair(2)) + Math.fround(pair(4) + pair(6)));
}
