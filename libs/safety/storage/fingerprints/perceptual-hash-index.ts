import { hammingDistance, hashToWords } from '../../domain/fingerprints/hamming-distance.js';

/** Images are similar when at most this many of 256 bits differ. Measured: docs/measures/images.md. */
const MAX_HAMMING_DISTANCE = 40;

/**
 * The perceptual hashes of all verdicts, in memory. SQL has no index for a Hamming distance, and comparing with tens of thousands of
 * hashes takes about a millisecond. Callers check the results against the database.
 */
export class PerceptualHashIndex {
  /** By digest. */
  private readonly prints = new Map<string, Uint32Array>();
  private last = 0;

  /** The highest seq in the index. */
  get seq(): number {
    return this.last;
  }

  add({ digest, print, seq }: { readonly digest: string; readonly print: string | null; readonly seq: number }): void {
    if (print !== null) this.prints.set(digest, hashToWords(print));
    this.last = Math.max(this.last, Number(seq));
  }

  /** @returns digests of similar images, each with its Hamming distance in bits */
  similarTo(print: string): ReadonlyMap<string, number> {
    const words = hashToWords(print);
    const found = new Map<string, number>();
    for (const [digest, other] of this.prints) {
      const distance = hammingDistance(words, other);
      if (distance <= MAX_HAMMING_DISTANCE) found.set(digest, distance);
    }
    return found;
  }

  retain(digests: readonly string[], known: ReadonlySet<string>): void {
    for (const digest of digests) if (!known.has(digest)) this.prints.delete(digest);
  }
}
