import { entityAt } from '../normalization/entities.js';
import { fold, FOLDED, expansionAt } from '../normalization/fold.js';
import { APOSTROPHE, PUNCTUATION, EXPANSION, SYMBOL, SYMBOL_LETTER, SPACE } from '../normalization/char-codes.js';
import { SEPARATE } from './grammar.js';

/** Bits for what precedes a letter. */
export const SEPARATOR = { symbol: 1, punctuation: 2, space: 4, apostrophe: 8 } as const;
/** Separates two words. */
export const WORD_SEPARATOR = SEPARATOR.symbol | SEPARATOR.punctuation | SEPARATOR.space;

const AMPERSAND = 0x26;

/** The folded letters of a text with their positions and preceding separators. Reused for every text. */
export class NormalizedText {
  length = 0;
  /** Contains symbols that can stand for letters. */
  hasSymbolLetters = false;
  /** See char-codes.ts. */
  folded = new Int32Array(0);
  from = new Int32Array(0);
  /** Exclusive. */
  to = new Int32Array(0);
  gaps = new Uint8Array(0);
  private text = '';

  /** The character right before a letter, as typed. */
  characterBefore(at: number): string {
    return this.text.charAt(this.from[at]! - 1);
  }

  /** What stands between a letter and the one before it, as typed. */
  gapBefore(at: number): string {
    return this.text.slice(this.to[at - 1], this.from[at]);
  }

  /** The text of letters, with the marks on the last one, as typed. */
  textBetween(start: number, end: number): string {
    const { from, to, length, text } = this;
    return text.slice(from[start], end + 1 < length ? from[end + 1] : to[end]! + 2);
  }

  /** @param pattern sticky */
  matchAt(pattern: RegExp, offset: number): RegExpExecArray | null {
    pattern.lastIndex = offset;
    return pattern.exec(this.text);
  }

  /** The text after a letter, as typed. */
  textAfter(at: number, length: number): string {
    return this.text.slice(this.to[at], this.to[at]! + length);
  }

  /**
   * @param marks from `expandPrompt`; undefined to read the text as written
   * @param decodesEntities reads `&#115;` as the letter s
   */
  read(text: string, marks?: Uint8Array, decodesEntities = false): void {
    this.text = text;
    this.length = 0;
    this.reserve(text.length + 1);
    const codes = codesOf(text);
    let { folded, from, to, gaps } = this;
    let [count, gap, allFlags] = [0, 0, 0];
    for (let at = 0; at < codes.length;) {
      const start = at;
      const first = codes[at++]!;
      let code = FOLDED[first]!;
      if (first >= 0xd800 && first < 0xdc00 && isLowSurrogate(codes[at])) code = fold(text.codePointAt(at++ - 1)!);
      if (marks !== undefined && marks[start] !== 0) {
        if (marks[start] === SEPARATE) gap |= SEPARATOR.space;
        continue;
      }
      if (first === AMPERSAND && decodesEntities) {
        const entity = entityAt(text, start);
        if (entity) {
          code = fold(entity.codePoint);
          at = entity.end;
        }
      }
      if (code === 0) code = fold(first);
      if (code < 0) {
        gap |= SEPARATOR_OF[-code]!;
        continue;
      }
      if ((code & EXPANSION) !== 0) {
        this.length = count;
        this.addLetters(expansionAt(code), { from: start, to: at, gap, remaining: text.length - at });
        ({ folded, from, to, gaps } = this);
        count = this.length;
      } else {
        allFlags |= code;
        folded[count] = code;
        from[count] = start;
        to[count] = at;
        gaps[count++] = gap;
      }
      gap = 0;
    }
    this.length = count;
    this.hasSymbolLetters = (allFlags & SYMBOL_LETTER) !== 0;
  }

  /** A character expands to up to 18 letters, none of which is a symbol. */
  private addLetters(
    letters: readonly number[],
    source: { from: number; to: number; gap: number; remaining: number },
  ): void {
    this.reserve(this.length + letters.length + source.remaining);
    letters.forEach((letter, i) => {
      const at = this.length++;
      this.folded[at] = letter;
      this.from[at] = source.from;
      this.to[at] = source.to;
      this.gaps[at] = i === 0 ? source.gap : 0;
    });
  }

  private reserve(size: number): void {
    if (size <= this.folded.length) return;
    const capacity = Math.max(size, this.folded.length * 2, 1024);
    const grow = (values: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(capacity);
      grown.set(values);
      return grown;
    };
    this.folded = grow(this.folded);
    this.from = grow(this.from);
    this.to = grow(this.to);
    const gaps = new Uint8Array(capacity);
    gaps.set(this.gaps);
    this.gaps = gaps;
  }
}

const isLowSurrogate = (code: number | undefined): boolean => code !== undefined && code >= 0xdc00 && code < 0xe000;

let buffer = Buffer.alloc(0);

/** @returns the code units, valid until the next call; twice as fast to read as a string */
function codesOf(text: string): Uint16Array {
  if (buffer.length < text.length * 2) buffer = Buffer.alloc(text.length * 4 + 256);
  const written = buffer.write(text, 0, 'utf16le');
  return new Uint16Array(buffer.buffer, buffer.byteOffset, written / 2);
}

/** The separator bit of each character code that isn't a letter, by the negated code. */
const SEPARATOR_OF = new Uint8Array(8);
SEPARATOR_OF[-SPACE] = SEPARATOR.space;
SEPARATOR_OF[-PUNCTUATION] = SEPARATOR.punctuation;
SEPARATOR_OF[-SYMBOL] = SEPARATOR.symbol;
SEPARATOR_OF[-APOSTROPHE] = SEPARATOR.apostrophe;
