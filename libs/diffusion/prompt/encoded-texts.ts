import type { Conditioning } from './conditioning.js';

/** Encodes the text of one step, with its weights and in as many chunks as it needs. */
export interface PromptEncoder {
  encode(text: string): Promise<Conditioning>;
  /** Encodes an empty negative prompt as zeros. */
  readonly zeroEmptyNegative: boolean;
}

/** Cache size. A typical SDXL text takes 0.6 MB. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** LRU cache of encoded texts, because steering often returns to an earlier text. */
export class EncodedTexts {
  /** Least recently used first. */
  private readonly entries = new Map<string, Conditioning>();
  private bytes = 0;

  constructor(private readonly encoder: PromptEncoder) {}

  async encode(text: string): Promise<Conditioning> {
    const known = this.entries.get(text);
    const encoded = known ?? (await this.encoder.encode(text));
    this.forget(text);
    this.entries.set(text, encoded);
    this.bytes += encoded.data.byteLength;
    for (const [oldest] of this.entries) {
      if (this.bytes <= KEPT_BYTES || oldest === text) break;
      this.forget(oldest);
    }
    return encoded;
  }

  private forget(text: string): void {
    this.bytes -= this.entries.get(text)?.data.byteLength ?? 0;
    this.entries.delete(text);
  }
}
