import { canStandFor } from '../normalization/leet.js';
import { CODE, DISGUISED, SYMBOL_LETTER, UNSEGMENTED } from '../normalization/char-codes.js';
import { SEPARATOR, WORD_SEPARATOR } from '../prompt-syntax/normalized-text.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { Pattern } from './pattern.js';
import { repeats } from './pattern.js';

/** A letter drawn out is one that stands there this often. */
const DRAWN_OUT = 3;
/** More signs than this in a row are a line, not something between two letters; it also keeps looking over them linear. */
const ROW = 64;

/** Whether signs that pass for letters are read as letters or as what stands between. */
export type SymbolReading = 'letters' | 'between';

/** Lays a pattern upon the letters of a text, from its end to its beginning. One is used again and again. */
export class PatternAligner {
  start = 0;
  /** The last letter. */
  end = 0;
  /** How many letters are the very letters of the term. */
  exact = 0;
  /** How many are digits that pass for one. */
  digits = 0;
  /** For each letter of the pattern what stands in the text before it, as GAP's bits. */
  gaps = new Uint8Array(64);
  private run = 0;
  private hasRepeatedLetters = false;

  constructor(private readonly normalizedText: NormalizedText) {}

  /**
   * @param at the letter with which the pattern's last ones begin
   * @returns whether it fits: then the fields above tell of it
   */
  align(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    const end = this.endOf(pattern, at, symbolReading);
    return end >= 0 && this.layBackwards(pattern, end, symbolReading);
  }

  /** The pattern's last letters may be several that the automaton took for one. */
  private endOf({ lastLetters }: Pattern, at: number, symbolReading: SymbolReading): number {
    let end = at;
    for (let more = 1; more < lastLetters; more++) {
      const next = this.next(end, symbolReading);
      if (next < 0 || !this.repeats(end, next)) return -1;
      end = next;
    }
    while (
      end + 1 < this.normalizedText.length &&
      this.normalizedText.gaps[end + 1] === 0 &&
      this.repeats(end, end + 1)
    ) {
      // Signs behind a word are no more of it: "nazi!!"
      if (this.isSign(end + 1)) break;
      end++;
    }
    return end;
  }

  private layBackwards(pattern: Pattern, end: number, symbolReading: SymbolReading): boolean {
    const { letters } = pattern;
    if (this.gaps.length < letters.length) this.gaps = new Uint8Array(letters.length);
    this.end = end;
    this.exact = 0;
    this.digits = 0;
    this.run = 0;
    this.hasRepeatedLetters = false;
    let wanted = letters.length - 1;
    let gap = 0;
    let row = 0;
    for (let at = end; ; at--) {
      if (at < 0) return false;
      if (symbolReading === 'between' && this.isSign(at)) {
        if (++row > ROW) return false;
        gap |= SEPARATOR.sign | this.normalizedText.gaps[at]!;
        continue;
      }
      row = 0;
      const fit = this.fit(letters[wanted]!, at);
      if (fit > 0) {
        if (!this.beginsWell(letters, wanted)) return false;
        if (wanted < letters.length - 1) this.gaps[wanted + 1] = gap;
        if (fit === 2) this.exact++;
        else if (isDigit(this.normalizedText.folded[at]!)) this.digits++;
        this.run++;
        this.start = at;
        wanted--;
      } else if (this.run > 0 && this.fit(letters[wanted + 1]!, at) > 0 && !isSpaceless(letters[wanted + 1]!)) {
        this.run++;
        this.hasRepeatedLetters = true;
      } else return false;
      if (wanted < 0) return this.drawOutTheFirst(letters[0]!);
      gap = (fit > 0 ? 0 : gap) | this.normalizedText.gaps[at]!;
    }
  }

  /** A new letter of the pattern: what came before was drawn out far enough, or not at all. */
  private beginsWell(letters: readonly number[], wanted: number): boolean {
    if (wanted === letters.length - 1 || repeats(letters[wanted]!, letters[wanted + 1]!)) return true;
    if (this.hasRepeatedLetters && this.run < DRAWN_OUT) return false;
    this.run = 0;
    this.hasRepeatedLetters = false;
    return true;
  }

  private drawOutTheFirst(letter: number): boolean {
    while (this.start > 0 && this.normalizedText.gaps[this.start] === 0 && !isSpaceless(letter)) {
      const before = this.start - 1;
      if (this.isSign(before) || this.fit(letter, before) === 0) break;
      this.start = before;
      this.run++;
      this.hasRepeatedLetters = true;
    }
    return !this.hasRepeatedLetters || this.run >= DRAWN_OUT;
  }

  /** @returns 2 for the very letter, 1 for what passes for it, 0 for another */
  private fit(letter: number, at: number): number {
    const folded = this.normalizedText.folded[at]!;
    const code = folded & CODE;
    const wanted = letter & CODE;
    if ((folded & DISGUISED) === 0) return code === wanted ? 2 : canStandFor(code, wanted) ? 1 : 0;
    // A stroke may be either of the two that look like one.
    return code === wanted || canStandFor(code, wanted) || (isStroke(code) && isStroke(wanted)) ? 1 : 0;
  }

  private next(at: number, symbolReading: SymbolReading): number {
    let next = at + 1;
    while (symbolReading === 'between' && next < this.normalizedText.length && this.isSign(next) && next - at <= ROW) {
      next++;
    }
    return next < this.normalizedText.length ? next : -1;
  }

  private isSign(at: number): boolean {
    return (this.normalizedText.folded[at]! & SYMBOL_LETTER) !== 0;
  }

  private repeats(a: number, b: number): boolean {
    return repeats(this.normalizedText.folded[a]!, this.normalizedText.folded[b]!);
  }
}

export const isDigit = (folded: number): boolean => (folded & CODE) >= 0x30 && (folded & CODE) <= 0x39;
const isStroke = (code: number): boolean => code === 0x69 || code === 0x6c;
const isSpaceless = (letter: number): boolean => (letter & UNSEGMENTED) !== 0;

/** Whether two letters are parted by what parts words. */
export const isParted = (gap: number): boolean => (gap & WORD_SEPARATOR) !== 0;
