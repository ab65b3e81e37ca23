import { hammingDistance, hashToWords } from '../../domain/fingerprints/prints.js';

/** Images that differ in so many bits of 256 at most look alike: measured, see docs/measures/images.md. */
const MAX_HAMMING_DISTANCE = 40;

/**
 * What decided images look like, kept in memory: there is no index for "differs in few bits", and comparing with all of tens of
 * thousands takes a millisecond. The database has the last word about what is found.
 */
export class PerceptualHashIndex {
  /** By digest. */
  private readonly prints = new Map<string, Uint32Array>();
  private last = 0;

  /** Of the last that is known here: they are written down one after the other. */
  get seq(): number {
    return this.last;
  }

  add({ digest, print, seq }: { readonly digest: string; readonly print: string | null; readonly seq: number }): void {
    if (print !== null) this.prints.set(digest, hashToWords(print));
    this.last = Math.max(this.last, Number(seq));
  }

  /** Digests of what looks like it, and in how many bits it differs. */
  near(print: string): ReadonlyMap<string, number> {
    const words = hashToWords(print);
    const found = new Map<string, number>();
    for (const [digest, other] of this.prints) {
      const distance = hammingDistance(words, other);
      if (distance <= MAX_HAMMING_DISTANCE) found.set(digest, distance);
    }
    return found;
  }

  keepOnly(digests: readonly string[], standing: ReadonlySet<string>): void {
    for (const digest of digests) if (!standing.has(digest)) this.prints.delete(digest);
  }
}
