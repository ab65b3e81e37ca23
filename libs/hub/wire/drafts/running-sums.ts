import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Sums } from '../../domain/drafts/draft-files.js';

/** A .safetensors file begins with the length of its header in eight bytes, the lowest first. */
const LENGTH_BYTES = 8;

/** SHA-256 and CRC-32 of a file as it comes in, and of a .safetensors file's weights by themselves. */
export class RunningSums {
  private readonly whole = createHash('sha256');
  private readonly weights: Hash | null;
  private readonly length = Buffer.alloc(LENGTH_BYTES);
  private crc = 0;
  private seen = 0;

  constructor(name: string) {
    this.weights = /\.safetensors$/i.test(name) ? createHash('sha256') : null;
  }

  /** So many bytes of the file are in it. */
  get at(): number {
    return this.seen;
  }

  update(bytes: Uint8Array): void {
    this.whole.update(bytes);
    this.crc = crc32(bytes, this.crc);
    if (this.weights) this.updateWeights(bytes, this.weights);
    this.seen += bytes.length;
  }

  /** More may come afterwards. */
  result(): Sums {
    const hasWeights = this.weights !== null && this.seen >= this.headerEnd();
    return {
      sha256: this.whole.copy().digest('hex'),
      weightsHash: hasWeights ? this.weights.copy().digest('hex') : null,
      crc32: this.crc,
    };
  }

  private updateWeights(bytes: Uint8Array, weights: Hash): void {
    if (this.seen < LENGTH_BYTES) this.length.set(bytes.subarray(0, LENGTH_BYTES - this.seen), this.seen);
    if (this.seen + bytes.length < LENGTH_BYTES) return;
    const skip = Math.max(0, this.headerEnd() - this.seen);
    if (skip < bytes.length) weights.update(bytes.subarray(skip));
  }

  private headerEnd(): number {
    return LENGTH_BYTES + Number(this.length.readBigUInt64LE());
  }
}
