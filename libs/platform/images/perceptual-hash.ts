/**
 * What an image looks like, in 256 bits: the signs of its coarsest waves, so that copies of it differ in few bits and other
 * images in about half. After the perceptual hashes of the literature: a discrete cosine transform of the shrunken brightness,
 * of which the lowest frequencies are compared with their median (C. Zauner, "Implementation and Benchmarking of Perceptual Image
 * Hash Functions", 2010; 16 by 16 of them, and none of what shows too little, as in Facebook's "TMK and PDQF", 2019).
 */

/** Sides of the brightness that a print is made from. */
export const PHASH_SIZE = 64;
const DCT_COEFFICIENTS = 16;
const BITS_PER_WORD = 32;

/**
 * A wave that lies closer to the median than this, in sums of brightness over the whole, is as good as noise: saving an image with
 * losses may turn its bit. Where fewer than the share are further away, little is drawn, or the same over and over: bits would be
 * those of the noise, and two such images might be taken for one.
 */
const MIN_COEFFICIENT = 60;
const SURE_SHARE = 0.6;

/** `WAVES` rows of the transform: the frequencies from 1 on, since the mean says how bright an image is and not what it shows. */
const ROWS = Array.from({ length: DCT_COEFFICIENTS }, (_, row) =>
  Float64Array.from({ length: PHASH_SIZE }, (_value, at) => Math.cos((Math.PI / PHASH_SIZE) * (at + 0.5) * (row + 1))),
);

/**
 * @param luma brightness, PRINT_SIDE by PRINT_SIDE bytes
 * @returns 64 hex digits; null where nothing is drawn in it
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

/** The two-dimensional transform, only its `WAVES` lowest frequencies each way. */
function wavesOf(luma: Uint8Array): Float64Array {
  const along = ROWS.map((wave) =>
    Float64Array.from({ length: PHASH_SIZE }, (_, y) =>
      wave.reduce((sum, value, x) => sum + value * luma[y * PHASH_SIZE + x]!, 0),
    ),
  );
  const down = (lines: Float64Array, wave: Float64Array) => wave.reduce((sum, value, y) => sum + value * lines[y]!, 0);
  return Float64Array.from(ROWS.flatMap((wave) => along.map((lines) => down(lines, wave))));
}
