const f = Math.fround;

/** Classifier-free guidance (Ho and Salimans 2022): away from the negative prediction, `scale` times towards the other. */
export function applyGuidance(negative: Float32Array, positive: Float32Array, scale: number): Float32Array {
  const guided = new Float32Array(positive.length);
  for (let i = 0; i < guided.length; i++) guided[i] = negative[i]! + scale * (positive[i]! - negative[i]!);
  return guided;
}

/** At 1 and below the negative half changes nothing and is not computed. */
export function needsNegative(scale: number): boolean {
  return scale > 1;
}

/**
 * The strength of guidance as models distilled with it take it (Luo et al. 2023, "Latent consistency models"): sines,
 * then cosines, of 1000·(scale - 1) at falling frequencies; an odd width ends with a 0. Rounded to float32 where the
 * field's reference rounds: angles of thousands keep few digits behind the point.
 * @returns `[width]`
 */
export function guidanceEmbedding(scale: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const strength = f(f(scale - 1) * 1000);
  const fall = f(f(Math.log(10000)) / Math.max(1, half - 1));
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = f(strength * f(Math.exp(f(-fall * i))));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}
