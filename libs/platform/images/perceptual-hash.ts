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
const SURE_SHARE = 0.6;

/** Rows of the transform, from frequency 1 on. Frequency 0 is the mean brightness and doesn't describe content. */
const ROWS = Array.from({ length: DCT_COEFFICIENTS }, (_, row) =>
  Float64Array.from({ length: PHASH_SIZE }, (_value, at) => Math.cos((Math.PI / PHASH_SIZE) * (at + 0.5) * (row + 1))),
);

/**
 * @param luma PHASH_SIZE by PHASH_SIZE bytes
 * @returns 64 hex digits; null if the image has too little structure
 */
export function perceptualHash(luma: Uint8Array): string | null {
  const waves = wavesOf(luma);
  const median = Float64Array.from(waves).sort()[waves.length / 2] ?? 0;
  const sure = waves.filter((wave) => Math.abs(wave - median) > MIN_COEFFICIENT);
  if (sure.length < SURE_SHARE * waves.length) return null;
  const words = new Uint32Array(waves.length / BITS_PER_WORD);
  for (const [at, wave] of waves.entries()) {
    if (wave > median) words[Math.floor(at / BITS_PER_WORD)]! |= 1 << (at % BITS_PER_WORD);
  }
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** Two-dimensional transform, only the lowest DCT_COEFFICIENTS frequencies in each direction. */
function wavesOf(luma: Uint8Array): Float64Array {
  const along = ROWS.map((wave) =>
    Float64Array.from({ length: PHASH_SIZE }, (_, y) =>
      wave.reduce((sum, value, x) => sum + value * luma[y * PHASH_SIZE + x]!, 0),
    ),
  );
  const down = (lines: Float64Array, wave: Float64Array) => wave.reduce((sum, value, y) => sum + value * lines[y]!, 0);
  return Float64Array.from(ROWS.flatMap((wave) => along.map((lines) => down(lines, wave))));
}
