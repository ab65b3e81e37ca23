/** Splits a perceptual hash (64 hex digits) into 8 words of 32 bits. */
export const hashToWords = (hash: string): Uint32Array =>
  Uint32Array.from({ length: hash.length / 8 }, (_, index) =>
    Number.parseInt(hash.slice(index * 8, index * 8 + 8), 16),
  );

/** Bits that a horizontal flip inverts: DCT terms of an odd horizontal frequency, every other bit of a row. */
const FLIPPED_HORIZONTALLY = 0x55555555;
/** Bits that a vertical flip inverts: DCT terms of an odd vertical frequency, every other row of 16 bits. */
const FLIPPED_VERTICALLY = 0x0000ffff;
const FLIPS = [0, FLIPPED_HORIZONTALLY, FLIPPED_VERTICALLY, FLIPPED_HORIZONTALLY ^ FLIPPED_VERTICALLY];

/** The smallest Hamming distance between a hash and the other hash or one of its flips, in bits. */
export function hammingDistance(one: Uint32Array, other: Uint32Array): number {
  let smallest = Infinity;
  for (const flip of FLIPS) {
    let bits = 0;
    for (let index = 0; index < one.length; index += 1) bits += popCount(one[index]! ^ other[index]! ^ flip);
    smallest = Math.min(smallest, bits);
  }
  return smallest;
}

/** Counts the set bits of a word, in parallel (Warren, Hacker's Delight, 5-1). */
function popCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
