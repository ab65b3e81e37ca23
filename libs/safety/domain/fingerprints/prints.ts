/** A print as words, to be compared often. */
export const hashToWords = (print: string): Uint32Array =>
  Uint32Array.from({ length: print.length / 8 }, (_, at) => Number.parseInt(print.slice(at * 8, at * 8 + 8), 16));

/** In a mirror the waves of an odd frequency across the image are upside down: every other bit, since bits go along rows. */
const MIRRORED = 0x55555555;
/** Upside down those of an odd frequency down it are, every other row of 16 bits. */
const UPSIDE_DOWN = 0x0000ffff;
const WAYS = [0, MIRRORED, UPSIDE_DOWN, MIRRORED ^ UPSIDE_DOWN];

/** In how many bits two prints differ, or one from what the other is in a mirror or upside down, whichever is least. */
export function hammingDistance(one: Uint32Array, other: Uint32Array): number {
  let least = Infinity;
  for (const way of WAYS) {
    let bits = 0;
    for (let at = 0; at < one.length; at += 1) bits += onesIn(one[at]! ^ other[at]! ^ way);
    least = Math.min(least, bits);
  }
  return least;
}

/** Bits that are set, all at once in ever larger groups. */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
