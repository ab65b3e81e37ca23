import { SYMBOL_LETTER, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { SymbolReading } from './pattern-aligner.js';
import { isDigit, separatesWords } from './pattern-aligner.js';

/** A longer run of digits and symbols doesn't belong to a word. */
const MAX_RUN = 8;

/** Boundaries of words of an alphabet, also next to digits: a word ends before `123`, but not before `0` and more letters. */
export class WordBoundaries {
  constructor(private readonly normalizedText: NormalizedText) {}

  startsAt(start: number, end: number, symbolReading: SymbolReading): boolean {
    const { gaps, folded } = this.normalizedText;
    if (start === 0 || separatesWords(gaps[start]!) || this.isOutside(start - 1, symbolReading)) return true;
    // A letter after an apostrophe belongs to the word before it: "it's hit".
    if (gaps[start] !== 0) return false;
    if (isDigit(folded[start]!) && isDigit(folded[start - 1]!)) return false;
    for (let at = start - 1; ; at--) {
      if (!isDigitOrSymbol(folded[at]!)) return at === start - 1 && this.isCamelCaseBoundary(at, start, end);
      if (start - at >= MAX_RUN || at === 0 || gaps[at] !== 0) return true;
    }
  }

  endsAt(start: number, end: number, symbolReading: SymbolReading): boolean {
    const { gaps, folded, length } = this.normalizedText;
    const next = end + 1;
    if (next === length || gaps[next] !== 0 || this.isOutside(next, symbolReading)) return true;
    if (isDigit(folded[end]!) && isDigit(folded[next]!)) return false;
    for (let at = next; at < length && gaps[at] === 0; at++) {
      if (!isDigitOrSymbol(folded[at]!)) return at === next && this.isCamelCaseBoundary(end, next, end, start);
      if (at - next >= MAX_RUN) return true;
    }
    return true;
  }

  private isOutside(at: number, symbolReading: SymbolReading): boolean {
    const folded = this.normalizedText.folded[at]!;
    return (folded & UNSEGMENTED) !== 0 || (symbolReading === 'separators' && (folded & SYMBOL_LETTER) !== 0);
  }

  /** Lower case followed by upper case, unless the match itself has mixed case. */
  private isCamelCaseBoundary(before: number, at: number, end: number, start = at): boolean {
    const { folded } = this.normalizedText;
    if ((folded[before]! & UPPER) !== 0 || (folded[at]! & UPPER) === 0) return false;
    for (let i = start + 1; i <= end; i++) if ((folded[i]! & UPPER) !== 0) return false;
    return true;
  }
}

const isDigitOrSymbol = (folded: number): boolean => isDigit(folded) || (folded & SYMBOL_LETTER) !== 0;
