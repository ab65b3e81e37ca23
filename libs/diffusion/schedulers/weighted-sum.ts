/**
 * The weighted sum of equally long arrays, in double precision, rounded to float32 once. All samplers here consist of
 * such sums. Skips weights of 0, so that infinity and NaN in their arrays don't spread.
 */
export function weightedSum(...terms: readonly (readonly [weight: number, values: Float32Array])[]): Float32Array {
  const nonzero = terms.filter(([weight]) => weight !== 0);
  const sum = new Float64Array(terms[0]?.[1].length ?? 0);
  for (const [weight, values] of nonzero) {
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * values[i]!;
  }
  return new Float32Array(sum);
}

/** Clamps every value to [-limit, limit]. */
export function clamp(values: Float32Array, limit: number): Float32Array {
  return values.map((value) => Math.min(limit, Math.max(-limit, value)));
}
