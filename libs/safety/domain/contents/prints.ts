/** A print as words, to be compared often. */
export const wordsOf = (print: string): Uint32Array =>
  Uint32Array.from({ length: print.length / 8 }, (_, at) => Number.parseInt(print.slice(at * 8, at * 8 + 8), 16));

/** In a mirror the waves of an odd frequency across the picture are upside down: every other bit, since bits go along rows. */
const MIRRORED = 0x55555555;

/** In how many bits two prints differ, or one from what the other is in a mirror, whichever is less. */
export function distanceOf(one: Uint32Array, other: Uint32Array): number {
  let [bits, mirrored] = [0, 0];
  for (const [at, word] of one.entries()) {
    bits += onesIn(word ^ other[at]!);
    mirrored += onesIn(word ^ other[at]! ^ MIRRORED);
  }
  return Math.min(bits, mirrored);
}

/** Bits that are set, all at once in ever larger groups. */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
