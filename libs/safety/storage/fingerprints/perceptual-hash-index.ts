import { hammingDistance, hashToWords } from '../../domain/fingerprints/hamming-distance.js';

/** Images are similar when at most this many of 256 bits differ. Measured: docs/measures/images.md. */
const MAX_HAMMING_DISTANCE = 40;

/**
 * The perceptual hashes of all verdicts, in memory. SQL has no index for a Hamming distance, and comparing with tens of thousands of
 * hashes takes about a millisecond. Callers check the results against the database.
 */
export class PerceptualHashIndex {
  /** By digest. */
  private readonly hashes = new Map<string, Uint32Array>();
  private maxSeq = 0;

  /** The highest seq in the index. */
  get seq(): number {
    return this.maxSeq;
  }

  add({
    digest,
    perceptualHash,
    seq,
  }: {
    readonly digest: string;
    readonly perceptualHash: string | null;
    readonly seq: number;
  }): void {
    if (perceptualHash !== null) this.hashes.set(digest, hashToWords(perceptualHash));
    this.maxSeq = Math.max(this.maxSeq, Number(seq));
  }

  /** @returns digests of similar images, each with its Hamming distance in bits */
  findSimilar(perceptualHash: string): ReadonlyMap<string, number> {
    const words = hashToWords(perceptualHash);
    const distances = new Map<string, number>();
    for (const [digest, other] of this.hashes) {
      const distance = hammingDistance(words, other);
      if (distance <= MAX_HAMMING_DISTANCE) distances.set(digest, distance);
    }
    return distances;
  }

  retain(digests: readonly string[], existing: ReadonlySet<string>): void {
    for (const digest of digests) if (!existing.has(digest)) this.hashes.delete(digest);
  }
}
