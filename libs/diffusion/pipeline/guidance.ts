const f = Math.fround;

/** Classifier-free guidance (Ho and Salimans 2022): negative + scale · (positive - negative). */
export function applyGuidance(negative: Float32Array, positive: Float32Array, scale: number): Float32Array {
  const guided = new Float32Array(positive.length);
  for (let i = 0; i < guided.length; i++) guided[i] = negative[i]! + scale * (positive[i]! - negative[i]!);
  return guided;
}

/** At a scale of 1 or less the negative pass has no effect and is skipped. */
export function needsNegative(scale: number): boolean {
  return scale > 1;
}

/**
 * Guidance embedding of guidance-distilled models (Luo et al. 2023, "Latent consistency models"): sines, then
 * cosines, of 1000·(scale - 1) at decreasing frequencies; an odd width ends with a 0. Rounds to float32 where the
 * reference does, because large angles leave few fractional digits.
 * @returns `[width]`
 */
export function guidanceEmbedding(scale: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const strength = f(f(scale - 1) * 1000);
  const decay = f(f(Math.log(10000)) / Math.max(1, half - 1));
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = f(strength * f(Math.exp(f(-decay * i))));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}
