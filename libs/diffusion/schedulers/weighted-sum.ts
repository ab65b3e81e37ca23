/**
 * The weighted sum of equally long arrays, in double and rounded to float32 once. Every sampler here is a chain of
 * such sums. A weight of 0 leaves its array out, so an infinite or NaN partner does not spread.
 */
export function weightedSum(...terms: readonly (readonly [weight: number, values: Float32Array])[]): Float32Array {
  const used = terms.filter(([weight]) => weight !== 0);
  const sum = new Float64Array(terms[0]?.[1].length ?? 0);
  for (const [weight, values] of used) {
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * values[i]!;
  }
  return new Float32Array(sum);
}

/** Every value brought into [-limit, limit]. */
export function clamp(values: Float32Array, limit: number): Float32Array {
  return values.map((value) => Math.min(limit, Math.max(-limit, value)));
}
