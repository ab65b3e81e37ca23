const f = Math.fround;

/** A prediction for a part of the prompt. */
export interface WeightedPrediction {
  readonly values: Float32Array;
  readonly weight: number;
}

/**
 * Classifier-free guidance (Ho and Salimans 2022) toward all parts of a prompt (Liu et al. 2022):
 * negative + Σ weight · scale · (positive - negative).
 */
export function applyGuidance(
  negative: Float32Array,
  positives: readonly WeightedPrediction[],
  scale: number,
): Float32Array {
  const guided = new Float32Array(negative);
  for (const { values, weight } of positives) {
    const strength = weight * scale;
    for (let i = 0; i < guided.length; i++) guided[i]! += strength * (values[i]! - negative[i]!);
  }
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
