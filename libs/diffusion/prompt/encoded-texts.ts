import { LRUCache } from 'lru-cache';
import type { Conditioning } from './conditioning.js';

/** Encodes the text of one step, with its weights and in as many chunks as it needs. */
export interface PromptEncoder {
  encode(text: string): Promise<Conditioning>;
  /** Encodes an empty negative prompt as zeros. */
  readonly zeroEmptyNegative: boolean;
}

/** Cache size. A typical SDXL text takes 0.6 MB. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** Caches encoded texts, because steering often returns to an earlier text. */
export class EncodedTexts {
  private readonly entries = new LRUCache<string, Conditioning>({
    maxSize: MAX_CACHED_BYTES,
    sizeCalculation: ({ data }) => data.byteLength,
  });

  constructor(private readonly encoder: PromptEncoder) {}

  async encode(text: string): Promise<Conditioning> {
    const encoded = this.entries.get(text) ?? (await this.encoder.encode(text));
    this.entries.set(text, encoded);
    return encoded;
  }
}
