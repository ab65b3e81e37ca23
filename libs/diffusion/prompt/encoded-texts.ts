import { LRUCache } from 'lru-cache';
import type { Conditioning } from './conditioning.js';

/** Encodes the text of one step, with its weights and in as many chunks as it needs. */
export interface PromptEncoder {
  /** @param clipSkip the layer of the text encoder that is read, counted from the end; 1 is the last */
  encode(text: string, clipSkip: number): Promise<Conditioning>;
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

  /** Being encoded: images that are rendered together have the same texts. */
  private readonly pending = new Map<string, Promise<Conditioning>>();

  constructor(private readonly encoder: PromptEncoder) {}

  async encode(text: string, clipSkip: number): Promise<Conditioning> {
    const key = `${clipSkip}:${text}`;
    const known = this.entries.get(key) ?? this.pending.get(key);
    if (known) return known;
    const encoding = this.encoder.encode(text, clipSkip).finally(() => this.pending.delete(key));
    this.pending.set(key, encoding);
    const encoded = await encoding;
    this.entries.set(key, encoded);
    return encoded;
  }
}
