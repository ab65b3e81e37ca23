/** Classifier-free guidance (Ho and Salimans 2022): away from the negative prediction, `scale` times towards the other. */
export function guide(negative: Float32Array, positive: Float32Array, scale: number): Float32Array {
  return positive.map((value, i) => negative[i]! + scale * (value - negative[i]!));
}

/** At 1 and below the negative half changes nothing and is not computed. */
export function needsNegative(scale: number): boolean {
  return scale > 1;
}
