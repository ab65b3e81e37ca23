import type { Conditioning } from './conditioning.js';

/** What encodes the text of one step, with its weights and in as many windows as it needs. */
export interface PromptEncoder {
  encode(text: string): Promise<Conditioning>;
  /** Whether no negative words are told to the model as zeros. */
  readonly zeroEmptyNegative: boolean;
}

/** What stays encoded; a usual text of SDXL takes 0.6 MB. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** Texts that were encoded lately: what steering changes is mostly one of two. */
export class EncodedTexts {
  /** The oldest first. */
  private readonly kept = new Map<string, Conditioning>();
  private bytes = 0;

  constructor(private readonly encoder: PromptEncoder) {}

  async encode(text: string): Promise<Conditioning> {
    const known = this.kept.get(text);
    const encoded = known ?? (await this.encoder.encode(text));
    this.forget(text);
    this.kept.set(text, encoded);
    this.bytes += encoded.data.byteLength;
    for (const [oldest] of this.kept) {
      if (this.bytes <= KEPT_BYTES || oldest === text) break;
      this.forget(oldest);
    }
    return encoded;
  }

  private forget(text: string): void {
    this.bytes -= this.kept.get(text)?.data.byteLength ?? 0;
    this.kept.delete(text);
  }
}
