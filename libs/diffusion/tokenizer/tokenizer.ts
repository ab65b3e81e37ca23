import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { TokenizerSource } from './tokenizer-source.js';
import { ModelFolderError } from '../errors.js';

/** How much of a text encoder's window a text fills. */
export interface TokenCount {
  readonly tokens: number;
  /** What fits beside the marks of begin and end. */
  readonly limit: number;
}

/** Turns a text into the ids a text encoder reads: begin, the text, end, filled up to a fixed length. */
export class Tokenizer {
  private readonly library: Library;
  private readonly begin: readonly number[];
  private readonly end: readonly number[];
  private readonly padId: number;

  /**
   * @param length ids a text encoder takes, marks included
   * @throws ModelFolderError FILE_UNREADABLE
   */
  constructor(
    source: TokenizerSource,
    readonly length: number,
  ) {
    try {
      this.library = new Library(source.json, source.config);
      [this.begin, this.end] = this.findMarks();
    } catch (error) {
      const reason = `the tokenizer cannot be built from it (${error instanceof Error ? error.message : String(error)})`;
      throw new ModelFolderError('FILE_UNREADABLE', source.file, reason, 'a tokenizer.json of the tokenizers library');
    }
    this.padId = this.findPadId(source);
  }

  get limit(): number {
    return this.length - this.begin.length - this.end.length;
  }

  /** The ids of the words alone, as many as there are. */
  words(text: string): number[] {
    return idsOf(this.library.encode(text, { add_special_tokens: false }));
  }

  /** `[length]` ids; words beyond the window are left away. */
  encode(text: string): number[] {
    return this.frame(this.words(text).slice(0, this.limit));
  }

  count(text: string): TokenCount {
    return { tokens: this.words(text).length, limit: this.limit };
  }

  private frame(words: readonly number[]): number[] {
    const ids = [...this.begin, ...words, ...this.end];
    return [...ids, ...Array.from({ length: this.length - ids.length }, () => this.padId)];
  }

  /** What the tokenizer's own template puts before and after a text. */
  private findMarks(): [readonly number[], readonly number[]] {
    const bare = this.words('a');
    const framed = idsOf(this.library.encode('a'));
    const start = framed.findIndex((_, i) => bare.every((id, k) => framed[i + k] === id));
    if (bare.length === 0 || start < 0) throw new Error('its template hides the text');
    return [framed.slice(0, start), framed.slice(start + bare.length)];
  }

  private findPadId(source: TokenizerSource): number {
    const named = source.padToken === undefined ? undefined : this.library.token_to_id(source.padToken);
    if (named !== undefined) return named;
    const padding = source.json.padding;
    const written = typeof padding === 'object' && padding !== null ? (padding as { pad_id?: unknown }).pad_id : 0;
    return typeof written === 'number' ? written : 0;
  }
}

/** The library's own declarations are lost to strict module resolution. */
function idsOf(encoding: { ids: number[] }): number[] {
  return encoding.ids;
}
