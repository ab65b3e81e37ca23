import { SYMBOL_LETTER, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { SymbolReading } from './pattern-aligner.js';
import { isDigit, isParted } from './pattern-aligner.js';

/** A longer row of digits and signs is no part of a word. */
const FAR = 8;

/** Where words of an alphabet begin and end, also when digits stick to them: `fuck123` holds a word, `anal0gue` does not. */
export class WordBoundaries {
  constructor(private readonly normalizedText: NormalizedText) {}

  begins(start: number, end: number, symbolReading: SymbolReading): boolean {
    const { gaps, folded } = this.normalizedText;
    if (start === 0 || isParted(gaps[start]!) || this.isOutside(start - 1, symbolReading)) return true;
    // What follows an apostrophe belongs to the word before it: "it's hit".
    if (gaps[start] !== 0) return false;
    if (isDigit(folded[start]!) && isDigit(folded[start - 1]!)) return false;
    for (let at = start - 1; ; at--) {
      if (!isDigitOrSign(folded[at]!)) return at === start - 1 && this.isHump(at, start, end);
      if (start - at >= FAR || at === 0 || gaps[at] !== 0) return true;
    }
  }

  ends(start: number, end: number, symbolReading: SymbolReading): boolean {
    const { gaps, folded, length } = this.normalizedText;
    const next = end + 1;
    if (next === length || gaps[next] !== 0 || this.isOutside(next, symbolReading)) return true;
    if (isDigit(folded[end]!) && isDigit(folded[next]!)) return false;
    for (let at = next; at < length && gaps[at] === 0; at++) {
      if (!isDigitOrSign(folded[at]!)) return at === next && this.isHump(end, next, end, start);
      if (at - next >= FAR) return true;
    }
    return true;
  }

  private isOutside(at: number, symbolReading: SymbolReading): boolean {
    const folded = this.normalizedText.folded[at]!;
    return (folded & UNSEGMENTED) !== 0 || (symbolReading === 'between' && (folded & SYMBOL_LETTER) !== 0);
  }

  /** Small letter, capital letter, as in FuckYou; but not where capitals come and go inside, as in aNaLoG. */
  private isHump(before: number, at: number, end: number, start = at): boolean {
    const { folded } = this.normalizedText;
    if ((folded[before]! & UPPER) !== 0 || (folded[at]! & UPPER) === 0) return false;
    for (let i = start + 1; i <= end; i++) if ((folded[i]! & UPPER) !== 0) return false;
    return true;
  }
}

const isDigitOrSign = (folded: number): boolean => isDigit(folded) || (folded & SYMBOL_LETTER) !== 0;
