import { SYMBOL_LETTER, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { SymbolReading } from './pattern-aligner.js';
import { PatternAligner, isDigit, separatesWords } from './pattern-aligner.js';
import { isCommaList, isObfuscatedWord, isSpelledOut, isSplit, isConcatenated } from './obfuscation.js';
import type { Pattern } from './pattern.js';
import { repeats } from './pattern.js';
import { AgedThings } from './aged-things.js';
import { BareAges } from './bare-ages.js';
import { ChineseBorders } from './chinese-borders.js';
import { ChineseSegmenter } from './chinese-segmenter.js';
import { DisguiseVerifier } from './disguise-verifier.js';
import { Ids } from './ids.js';
import { NounPhrases } from './noun-phrases.js';
import { WordBoundaries } from './word-boundaries.js';

const MAX_PLATE_LETTERS = 3;

/** Verifies that a candidate of the automaton is the term and a word of its own. */
export class MatchVerifier {
  /** Holds the position of the last match. */
  readonly patternAligner: PatternAligner;
  private readonly segmenter: ChineseSegmenter;
  private readonly borders: ChineseBorders;
  private readonly boundaries: WordBoundaries;
  private readonly ids: Ids;
  private readonly disguises: DisguiseVerifier;
  private readonly nounPhrases: NounPhrases;
  private readonly agedThings: AgedThings;
  private readonly bareAges: BareAges;
  /** The first letter of the last match. */
  private start = 0;
  /** The last letter of it. */
  private end = 0;

  constructor(private readonly normalizedText: NormalizedText) {
    this.patternAligner = new PatternAligner(normalizedText);
    this.segmenter = new ChineseSegmenter(normalizedText);
    this.borders = new ChineseBorders(normalizedText);
    this.boundaries = new WordBoundaries(normalizedText);
    this.ids = new Ids(normalizedText, this.patternAligner);
    this.disguises = new DisguiseVerifier(normalizedText, this.patternAligner);
    this.nounPhrases = new NounPhrases(normalizedText);
    this.agedThings = new AgedThings(normalizedText, this.nounPhrases);
    this.bareAges = new BareAges(normalizedText);
  }

  /** Call it after another text was read. */
  reset(): void {
    this.segmenter.reset();
  }

  /** A cheap first check. @returns false when a word of the alphabet continues after this letter */
  canEndAt(at: number): boolean {
    const { folded, gaps, length } = this.normalizedText;
    let end = at;
    while (end + 1 < length && gaps[end + 1] === 0 && repeats(folded[at]!, folded[end + 1]!)) end++;
    if (end + 1 >= length || gaps[end + 1] !== 0) return true;
    const next = folded[end + 1]!;
    return (next & (UNSEGMENTED | SYMBOL_LETTER | UPPER)) !== 0 || isDigit(next);
  }

  /** Offsets of the last match in the text. */
  get matchedRange(): readonly [start: number, end: number] {
    const { from, to } = this.normalizedText;
    return [from[this.start]!, to[this.end]!];
  }

  /** @param at the letter at which the last letters of the pattern start */
  matches(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    const { patternAligner } = this;
    if (!patternAligner.align(pattern, at, symbolReading)) return false;
    this.start = patternAligner.start;
    this.end = patternAligner.end;
    // A term doesn't match digits alone: 455.
    if (patternAligner.digitCount === pattern.letters.length) return false;
    if (isConcatenated(pattern, patternAligner.gaps)) return false;
    const isSplitUp = isSplit(pattern, patternAligner.gaps);
    if (pattern.termId === undefined) {
      return (
        !isSplitUp &&
        patternAligner.exactCount === pattern.letters.length &&
        this.isWord(pattern, symbolReading, isSplitUp) &&
        (!pattern.precedingWord || this.includePrecedingWord()) &&
        (!pattern.isAgedThing || this.includeAge())
      );
    }
    if (pattern.disguise && isSplitUp) return false;
    if (pattern.disguise && !pattern.disguise.bareAge && patternAligner.digitCount > 0) return false;
    if (pattern.disguise && !this.disguises.verify(pattern.disguise)) return false;
    if (pattern.disguise && !this.bareAges.verify(pattern.disguise, this.start, this.end)) return false;
    if (pattern.isUnsegmented && isSplitUp) {
      if (isSpelledOut(pattern, patternAligner.gaps)) return true;
      // A list such as 冰，毒蘑菇.
      if (isCommaList(pattern, patternAligner.gaps) && !this.isSeparated()) return false;
    }
    if (!pattern.isUnsegmented) {
      if (isSplitUp && (!isObfuscatedWord(pattern, patternAligner.gaps) || this.isPlate(pattern))) return false;
      if (this.ids.isInId(pattern.letters.length, pattern.disguise !== undefined)) return false;
    }
    if (pattern.disguise?.standsAlone && pattern.isUnsegmented) return true;
    return this.isWord(pattern, symbolReading, isSplitUp) && !this.isAcrossWords(pattern, isSplitUp);
  }

  /** Whether pieces with digits form a short term, as on a license plate: F4 G 55. */
  private isPlate(pattern: Pattern): boolean {
    const { digitCount, gaps } = this.patternAligner;
    if (digitCount === 0 || isSpelledOut(pattern, gaps)) return false;
    return pattern.letters.length <= MAX_PLATE_LETTERS || this.ids.hasNumberPiece();
  }

  /** A term with an asterisk at both ends is meant to be found inside words. */
  private isAcrossWords({ isUnsegmented, prefixWildcard, suffixWildcard }: Pattern, isSplitUp: boolean): boolean {
    if (!isUnsegmented || isSplitUp || (prefixWildcard && suffixWildcard)) return false;
    return this.borders.isInside(this.patternAligner.start, this.patternAligner.end);
  }

  /** @returns false where no word precedes, or where the phrase isn't the end of a noun phrase */
  private includePrecedingWord(): boolean {
    const start = this.nounPhrases.precedingWordStart(this.start);
    if (start < 0 || !this.nounPhrases.endsAt(this.patternAligner.end)) return false;
    this.start = start;
    return true;
  }

  /** @returns false where a thing has no age */
  private includeAge(): boolean {
    const range = this.agedThings.withAge(this.start, this.end);
    if (range) [this.start, this.end] = range;
    return range !== undefined;
  }

  private isSeparated(): boolean {
    const { gaps, length } = this.normalizedText;
    const { start, end } = this.patternAligner;
    return (start === 0 || separatesWords(gaps[start]!)) && (end + 1 === length || separatesWords(gaps[end + 1]!));
  }

  /** Allowed terms need no word boundary in scripts without spaces. */
  private isWord(pattern: Pattern, symbolReading: SymbolReading, isSplitUp: boolean): boolean {
    const { start, end } = this.patternAligner;
    const isAllowed = pattern.termId === undefined;
    const isUnsegmented = (at: number): boolean => (this.normalizedText.folded[at]! & UNSEGMENTED) !== 0;
    const startsWord = isUnsegmented(start)
      ? isAllowed || this.segmenter.startsAt(start)
      : this.boundaries.startsAt(start, end, symbolReading);
    // A prefix wildcard needs a word in one piece: "if ucking" are two words.
    if (!startsWord && (!pattern.prefixWildcard || (isSplitUp && !pattern.isUnsegmented))) return false;
    if (pattern.suffixWildcard) return true;
    return isUnsegmented(end)
      ? isAllowed || this.segmenter.startsAt(end + 1)
      : this.boundaries.endsAt(start, end, symbolReading);
  }
}
