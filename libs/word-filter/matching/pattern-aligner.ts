import { canStandFor } from '../normalization/leet.js';
import { CODE, DISGUISED, SYMBOL_LETTER, UNSEGMENTED } from '../normalization/char-codes.js';
import { SEPARATOR, WORD_SEPARATOR } from '../prompt-syntax/normalized-text.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { Pattern } from './pattern.js';
import { repeats } from './pattern.js';

/** How often a letter is repeated when it is drawn out. */
const MIN_REPETITIONS = 3;
/** More symbols in a row don't separate letters. Also keeps the time linear. */
const MAX_SYMBOLS = 64;

/** How symbols such as `$` are read. */
export type SymbolReading = 'letters' | 'separators';

/** Aligns a pattern with the letters of a text, from end to start. Reused for every candidate. */
export class PatternAligner {
  start = 0;
  /** Inclusive. */
  end = 0;
  /** Number of letters that equal those of the term. */
  exactCount = 0;
  /** Number of digits that stand for letters. */
  digitCount = 0;
  /** The SEPARATOR bits before each letter of the pattern. */
  gaps = new Uint8Array(64);
  private runLength = 0;
  private hasRepeatedLetters = false;

  constructor(private readonly normalizedText: NormalizedText) {}

  /**
   * @param at the letter at which the last letters of the pattern start
   * @returns whether the pattern matches; then the fields above describe the match
   */
  align(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    const end = this.endOf(pattern, at, symbolReading);
    return end >= 0 && this.alignBackwards(pattern, end, symbolReading);
  }

  /** The automaton reads repeated last letters as one. */
  private endOf({ lastLetters }: Pattern, at: number, symbolReading: SymbolReading): number {
    let end = at;
    for (let count = 1; count < lastLetters; count++) {
      const next = this.next(end, symbolReading);
      if (next < 0 || !this.repeats(end, next)) return -1;
      end = next;
    }
    while (
      end + 1 < this.normalizedText.length &&
      this.normalizedText.gaps[end + 1] === 0 &&
      this.repeats(end, end + 1)
    ) {
      // Symbols after a word don't belong to it: "nazi!!"
      if (this.isSymbol(end + 1)) break;
      end++;
    }
    return end;
  }

  private alignBackwards(pattern: Pattern, end: number, symbolReading: SymbolReading): boolean {
    const { letters } = pattern;
    if (this.gaps.length < letters.length) this.gaps = new Uint8Array(letters.length);
    this.end = end;
    this.exactCount = 0;
    this.digitCount = 0;
    this.runLength = 0;
    this.hasRepeatedLetters = false;
    let letterIndex = letters.length - 1;
    let gap = 0;
    let symbols = 0;
    for (let at = end; ; at--) {
      if (at < 0) return false;
      if (symbolReading === 'separators' && this.isSymbol(at)) {
        if (++symbols > MAX_SYMBOLS) return false;
        gap |= SEPARATOR.symbol | this.normalizedText.gaps[at]!;
        continue;
      }
      symbols = 0;
      const similarity = this.compare(letters[letterIndex]!, at);
      if (similarity > 0) {
        if (!this.startLetter(letters, letterIndex)) return false;
        if (letterIndex < letters.length - 1) this.gaps[letterIndex + 1] = gap;
        if (similarity === 2) this.exactCount++;
        else if (isDigit(this.normalizedText.folded[at]!)) this.digitCount++;
        this.runLength++;
        this.start = at;
        letterIndex--;
      } else if (
        this.runLength > 0 &&
        this.compare(letters[letterIndex + 1]!, at) > 0 &&
        !isUnsegmented(letters[letterIndex + 1]!)
      ) {
        this.runLength++;
        this.hasRepeatedLetters = true;
      } else return false;
      if (letterIndex < 0) return this.extendFirstLetter(letters[0]!);
      gap = (similarity > 0 ? 0 : gap) | this.normalizedText.gaps[at]!;
    }
  }

  /** Checks that the letter before was drawn out enough, or not at all. */
  private startLetter(letters: readonly number[], letterIndex: number): boolean {
    if (letterIndex === letters.length - 1 || repeats(letters[letterIndex]!, letters[letterIndex + 1]!)) return true;
    if (this.hasRepeatedLetters && this.runLength < MIN_REPETITIONS) return false;
    this.runLength = 0;
    this.hasRepeatedLetters = false;
    return true;
  }

  private extendFirstLetter(letter: number): boolean {
    while (this.start > 0 && this.normalizedText.gaps[this.start] === 0 && !isUnsegmented(letter)) {
      const before = this.start - 1;
      if (this.isSymbol(before) || this.compare(letter, before) === 0) break;
      this.start = before;
      this.runLength++;
      this.hasRepeatedLetters = true;
    }
    return !this.hasRepeatedLetters || this.runLength >= MIN_REPETITIONS;
  }

  /** @returns 2 for the same letter, 1 for a substitute, 0 for another letter */
  private compare(letter: number, at: number): number {
    const folded = this.normalizedText.folded[at]!;
    const code = folded & CODE;
    const target = letter & CODE;
    if ((folded & DISGUISED) === 0) return code === target ? 2 : canStandFor(code, target) ? 1 : 0;
    // A letter confusable with i can also be an l.
    return code === target || canStandFor(code, target) || (isStroke(code) && isStroke(target)) ? 1 : 0;
  }

  private next(at: number, symbolReading: SymbolReading): number {
    let next = at + 1;
    while (
      symbolReading === 'separators' &&
      next < this.normalizedText.length &&
      this.isSymbol(next) &&
      next - at <= MAX_SYMBOLS
    ) {
      next++;
    }
    return next < this.normalizedText.length ? next : -1;
  }

  private isSymbol(at: number): boolean {
    return (this.normalizedText.folded[at]! & SYMBOL_LETTER) !== 0;
  }

  private repeats(a: number, b: number): boolean {
    return repeats(this.normalizedText.folded[a]!, this.normalizedText.folded[b]!);
  }
}

export const isDigit = (folded: number): boolean => (folded & CODE) >= 0x30 && (folded & CODE) <= 0x39;
const isStroke = (code: number): boolean => code === 0x69 || code === 0x6c;
const isUnsegmented = (letter: number): boolean => (letter & UNSEGMENTED) !== 0;

/** Whether a gap separates words. */
export const separatesWords = (gap: number): boolean => (gap & WORD_SEPARATOR) !== 0;
