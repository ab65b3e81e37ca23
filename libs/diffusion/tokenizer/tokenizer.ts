import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { TokenizerSource } from './tokenizer-source.js';
import { ModelFolderError } from '../errors.js';

/** A full chunk of ids, and the number of special tokens before the text. */
export interface FramedIds {
  readonly ids: number[];
  readonly specialTokenCount: number;
}

/** Converts a text to the ids of a text encoder: begin, text, end, padding to a fixed length. */
export class Tokenizer {
  private readonly library: Library;
  private readonly begin: readonly number[];
  private readonly end: readonly number[];
  private readonly padId: number;
  /** The id of a comma, if it is a single token. */
  readonly comma: number | undefined;

  /**
   * @param length context length of the text encoder, special tokens included
   * @throws ModelFolderError FILE_UNREADABLE
   */
  constructor(
    source: TokenizerSource,
    readonly length: number,
  ) {
    try {
      this.library = new Library(source.json, source.config);
      [this.begin, this.end] = this.findSpecialTokens();
    } catch (error) {
      const reason = `the tokenizer cannot be built from it (${error instanceof Error ? error.message : String(error)})`;
      const expected = 'a tokenizer.json of the tokenizers library';
      throw new ModelFolderError('FILE_UNREADABLE', source.file, reason, expected, { reasonKey: 'tokenizerMissing' });
    }
    this.padId = this.findPadId(source);
    const comma = this.encode(',');
    this.comma = comma.length === 1 ? comma[0] : undefined;
  }

  /** Tokens per chunk, without begin and end. */
  get limit(): number {
    return this.length - this.begin.length - this.end.length;
  }

  /** The ids of the text without special tokens, unlimited. */
  encode(text: string): number[] {
    return idsOf(this.library.encode(text, { add_special_tokens: false }));
  }

  /**
   * `[length]` ids: begin, text, end, padding.
   * @param textIds at most `limit` ids
   */
  frame(textIds: readonly number[]): FramedIds {
    const ids = [...this.begin, ...textIds, ...this.end];
    const padding = Array.from({ length: this.length - ids.length }, () => this.padId);
    return { ids: [...ids, ...padding], specialTokenCount: this.begin.length };
  }

  /** Special tokens of the tokenizer's template before and after a text. */
  private findSpecialTokens(): [readonly number[], readonly number[]] {
    const textIds = this.encode('a');
    const framed = idsOf(this.library.encode('a'));
    const start = framed.findIndex((_, i) => textIds.every((id, k) => framed[i + k] === id));
    if (textIds.length === 0 || start < 0) throw new Error('its template hides the text');
    return [framed.slice(0, start), framed.slice(start + textIds.length)];
  }

  private findPadId(source: TokenizerSource): number {
    const tokenId = source.padToken === undefined ? undefined : this.library.token_to_id(source.padToken);
    if (tokenId !== undefined) return tokenId;
    const padding = source.json.padding;
    const configuredId =
      typeof padding === 'object' && padding !== null ? (padding as { pad_id?: unknown }).pad_id : undefined;
    if (typeof configuredId === 'number') return configuredId;
    // CLIP pads with its end token by default.
    return this.end[this.end.length - 1] ?? 0;
  }
}

/** Restores the library's type, which strict module resolution loses. */
function idsOf(encoding: { ids: number[] }): number[] {
  return encoding.ids;
}
