/**
 * Perceptual hash of 256 bits: the signs of the lowest frequencies of a discrete cosine transform, relative to their
 * median. Copies of an image differ in few bits, other images in about half. See C. Zauner, "Implementation and
 * Benchmarking of Perceptual Image Hash Functions", 2010; 16 by 16 coefficients and a quality threshold as in
 * Facebook's "TMK and PDQF", 2019.
 */

/** Side of the luma image that is hashed, in pixels. */
export const PHASH_SIZE = 64;
const DCT_COEFFICIENTS = 16;
const BITS_PER_WORD = 32;

/**
 * A coefficient closer to the median than this is noise: lossy compression may flip its bit. If fewer than SURE_SHARE
 * of the coefficients are farther away, the image has too little structure or only a repeated pattern, and unrelated
 * images could match.
 */
const MIN_COEFFICIENT = 60;
const MIN_RELIABLE_SHARE = 0.6;

/** Rows of the transform, from frequency 1 on. Frequency 0 is the mean brightness and doesn't describe content. */
const COSINES = Array.from({ length: DCT_COEFFICIENTS }, (_, row) =>
  Float64Array.from({ length: PHASH_SIZE }, (_value, at) => Math.cos((Math.PI / PHASH_SIZE) * (at + 0.5) * (row + 1))),
);

/**
 * @param luma PHASH_SIZE by PHASH_SIZE bytes
 * @returns 64 hex digits; null if the image has too little structure
 */
export function perceptualHash(luma: Uint8Array): string | null {
  const coefficients = dctOf(luma);
  const median = Float64Array.from(coefficients).sort()[coefficients.length / 2] ?? 0;
  const reliable = coefficients.filter((coefficient) => Math.abs(coefficient - median) > MIN_COEFFICIENT);
  if (reliable.length < MIN_RELIABLE_SHARE * coefficients.length) return null;
  const words = new Uint32Array(coefficients.length / BITS_PER_WORD);
  for (const [at, coefficient] of coefficients.entries()) {
    if (coefficient > median) words[Math.floor(at / BITS_PER_WORD)]! |= 1 << (at % BITS_PER_WORD);
  }
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** Two-dimensional transform, only the lowest DCT_COEFFICIENTS frequencies in each direction. */
function dctOf(luma: Uint8Array): Float64Array {
  const horizontal = COSINES.map((wave) =>
    Float64Array.from({ length: PHASH_SIZE }, (_, y) =>
      wave.reduce((sum, value, x) => sum + value * luma[y * PHASH_SIZE + x]!, 0),
    ),
  );
  const vertical = (rows: Float64Array, wave: Float64Array) =>
    wave.reduce((sum, value, y) => sum + value * rows[y]!, 0);
  return Float64Array.from(COSINES.flatMap((wave) => horizontal.map((rows) => vertical(rows, wave))));
}
