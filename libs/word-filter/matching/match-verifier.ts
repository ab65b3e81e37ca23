import { SYMBOL_LETTER, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { SymbolReading } from './pattern-aligner.js';
import { PatternAligner, isDigit, isParted } from './pattern-aligner.js';
import { isCommaList, isObfuscatedWord, isSpelledOut, isSplit, isConcatenated } from './obfuscation.js';
import type { Pattern } from './pattern.js';
import { repeats } from './pattern.js';
import { ChineseSegmenter } from './chinese-segmenter.js';
import { WordBoundaries } from './word-boundaries.js';

/** Says whether what the automaton came upon is the term, as a word. */
export class MatchVerifier {
  /** Where it is, after a yes. */
  readonly patternAligner: PatternAligner;
  private readonly words: ChineseSegmenter;
  private readonly edges: WordBoundaries;

  constructor(private readonly normalizedText: NormalizedText) {
    this.patternAligner = new PatternAligner(normalizedText);
    this.words = new ChineseSegmenter(normalizedText);
    this.edges = new WordBoundaries(normalizedText);
  }

  /** To be called when other letters were read. */
  forget(): void {
    this.words.forget();
  }

  /** @returns false where a word of an alphabet plainly goes on behind this letter: asked before anything else, since it costs little */
  canEndHere(at: number): boolean {
    const { folded, gaps, length } = this.normalizedText;
    let end = at;
    while (end + 1 < length && gaps[end + 1] === 0 && repeats(folded[at]!, folded[end + 1]!)) end++;
    if (end + 1 >= length || gaps[end + 1] !== 0) return true;
    const next = folded[end + 1]!;
    return (next & (UNSEGMENTED | SYMBOL_LETTER | UPPER)) !== 0 || isDigit(next);
  }

  /** @param at the letter with which the pattern's last ones begin */
  matches(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    const { patternAligner } = this;
    if (!patternAligner.align(pattern, at, symbolReading)) return false;
    // A number is a number: 455.
    if (patternAligner.digits === pattern.letters.length) return false;
    if (isConcatenated(pattern, patternAligner.gaps)) return false;
    const isTorn = isSplit(pattern, patternAligner.gaps);
    if (pattern.termId === undefined) {
      return !isTorn && patternAligner.exact === pattern.letters.length && this.isWhole(pattern, symbolReading, isTorn);
    }
    if (pattern.isSpaceless && isTorn) {
      if (isSpelledOut(pattern, patternAligner.gaps)) return true;
      // 冰，毒蘑菇 is a list.
      if (isCommaList(pattern, patternAligner.gaps) && !this.isWholeWord()) return false;
    }
    if (!pattern.isSpaceless && isTorn && !isObfuscatedWord(pattern, patternAligner.gaps)) return false;
    return this.isWhole(pattern, symbolReading, isTorn);
  }

  /** Whether something stands before it and behind it. */
  private isWholeWord(): boolean {
    const { gaps, length } = this.normalizedText;
    const { start, end } = this.patternAligner;
    return (start === 0 || isParted(gaps[start]!)) && (end + 1 === length || isParted(gaps[end + 1]!));
  }

  /** What is always let through is let through in any writing without spaces: that is what it is listed for. */
  private isWhole(pattern: Pattern, symbolReading: SymbolReading, isTorn: boolean): boolean {
    const { start, end } = this.patternAligner;
    const isListedAsAllowed = pattern.termId === undefined;
    const spaceless = (at: number): boolean => (this.normalizedText.folded[at]! & UNSEGMENTED) !== 0;
    const begins = spaceless(start)
      ? isListedAsAllowed || this.words.begins(start)
      : this.edges.begins(start, end, symbolReading);
    // What a word goes on before stands in one piece with it: "if ucking" are two.
    if (!begins && (!pattern.prefixWildcard || (isTorn && !pattern.isSpaceless))) return false;
    if (pattern.suffixWildcard) return true;
    return spaceless(end)
      ? isListedAsAllowed || this.words.begins(end + 1)
      : this.edges.ends(start, end, symbolReading);
  }
}
