import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { TokenizerSource } from './tokenizer-source.js';
import { ModelFolderError } from '../errors.js';

/** One full window of ids, and how many of them stand before the words. */
export interface FramedIds {
  readonly ids: number[];
  readonly specialTokenCount: number;
}

/** Turns a text into the ids a text encoder reads: begin, the text, end, filled up to a fixed length. */
export class Tokenizer {
  private readonly library: Library;
  private readonly begin: readonly number[];
  private readonly end: readonly number[];
  private readonly padId: number;
  /** The id of a comma, where it is one id. */
  readonly comma: number | undefined;

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
      const fits = 'a tokenizer.json of the tokenizers library';
      throw new ModelFolderError('FILE_UNREADABLE', source.file, reason, fits, { reasonKey: 'tokenizerMissing' });
    }
    this.padId = this.findPadId(source);
    const comma = this.encode(',');
    this.comma = comma.length === 1 ? comma[0] : undefined;
  }

  /** Words that fit into a window beside the marks of begin and end. */
  get limit(): number {
    return this.length - this.begin.length - this.end.length;
  }

  /** The ids of the words alone, as many as there are. */
  encode(text: string): number[] {
    return idsOf(this.library.encode(text, { add_special_tokens: false }));
  }

  /** `[length]` ids: begin, the words, end, padding. @param words at most `limit` */
  frame(words: readonly number[]): FramedIds {
    const ids = [...this.begin, ...words, ...this.end];
    const padding = Array.from({ length: this.length - ids.length }, () => this.padId);
    return { ids: [...ids, ...padding], specialTokenCount: this.begin.length };
  }

  /** What the tokenizer's own template puts before and after a text. */
  private findMarks(): [readonly number[], readonly number[]] {
    const bare = this.encode('a');
    const framed = idsOf(this.library.encode('a'));
    const start = framed.findIndex((_, i) => bare.every((id, k) => framed[i + k] === id));
    if (bare.length === 0 || start < 0) throw new Error('its template hides the text');
    return [framed.slice(0, start), framed.slice(start + bare.length)];
  }

  private findPadId(source: TokenizerSource): number {
    const named = source.padToken === undefined ? undefined : this.library.token_to_id(source.padToken);
    if (named !== undefined) return named;
    const padding = source.json.padding;
    const written =
      typeof padding === 'object' && padding !== null ? (padding as { pad_id?: unknown }).pad_id : undefined;
    if (typeof written === 'number') return written;
    // CLIP fills up with its mark of the end where nothing else is said.
    return this.end[this.end.length - 1] ?? 0;
  }
}

/** The library's own declarations are lost to strict module resolution. */
function idsOf(encoding: { ids: number[] }): number[] {
  return encoding.ids;
}
