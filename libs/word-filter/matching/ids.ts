import { SYMBOL_LETTER, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import { SEPARATOR, type NormalizedText } from '../prompt-syntax/normalized-text.js';
import { isDigit, separatesWords, type PatternAligner } from './pattern-aligner.js';

/** Letters and digits on either side that are considered. Keeps the time linear. */
const MAX_REACH = 64;
/** How often a word and the text joined to it change between letters, capitals and digits at most. */
const MAX_CHANGES = 1;
const MAX_CHANGES_OF_IRREGULAR = 3;
/** Surrounding text without spaces that changes more often per character is no text. */
const MAX_DENSITY = 0.22;
/** Less surrounding text says nothing. */
const MIN_SURROUNDING = 5;
/** A longer word in one kind of letters is no chance. */
const MAX_CHANCE_LENGTH = 3;
/** Letters beside digits that stand for letters, below which it is a number: 83277a55. */
const MIN_EXACT_BESIDE_DIGITS = 3;
const COLOR_LENGTHS = [3, 6];

const [LOWER, CAPITAL, DIGIT, OTHER] = [0, 1, 2, 3];

interface Range {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

/** Recognizes matches inside hashes, keys, colors and numbers, which contain the letters of any word by chance. */
export class Ids {
  constructor(
    private readonly normalizedText: NormalizedText,
    private readonly patternAligner: PatternAligner,
  ) {}

  /**
   * Whether the current match is part of an id, or of a number.
   * @param letterCount of the pattern
   */
  isInId(letterCount: number, isDisguise: boolean): boolean {
    const { start, end, exactCount, digitCount } = this.patternAligner;
    const hasDigits = digitCount > 0;
    if (hasDigits && this.isWithoutLetters()) return true;
    if (this.isNumber()) return this.isPartOfNumber();
    const word = this.word();
    const isWhole = word.from === start && word.to === end;
    // Repeated digits aren't a drawn-out word: a555.
    if (isWhole && digitCount > exactCount && end - start >= letterCount) return true;
    if (hasDigits && exactCount === 1 && this.isNumberWithUnit()) return true;
    const isIrregular = hasDigits || this.isSplit() || this.isMixedCase() || this.changes(start, end) > 0;
    if (!isWhole) {
      if (this.changes(word.from, start - 1) + this.changes(end + 1, word.to) > MAX_CHANGES) return true;
      if (isIrregular && this.changes(word.from, word.to) > MAX_CHANGES_OF_IRREGULAR) return true;
      if (hasDigits && this.isBesideDigit(word)) {
        if (exactCount < Math.max(MIN_EXACT_BESIDE_DIGITS, digitCount + 1)) return true;
      }
    }
    if (isWhole && !isIrregular && !isDisguise && end - start >= MAX_CHANCE_LENGTH) return false;
    return this.isInsideHash(hasDigits);
  }

  /** Whether a piece of several digits is apart from the rest of the match: "a 55" is a number after a letter. */
  hasNumberPiece(): boolean {
    const { start, end } = this.patternAligner;
    const { gaps } = this.normalizedText;
    let [length, digits] = [0, 0];
    for (let at = start; at <= end; at++) {
      if (at > start && separatesWords(gaps[at]!)) {
        if (length > 1 && digits === length) return true;
        length = digits = 0;
      }
      length++;
      if (this.kindAt(at) === DIGIT) digits++;
    }
    return length > 1 && digits === length && length <= end - start;
  }

  private isInsideHash(hasDigits: boolean): boolean {
    const { start, end } = this.patternAligner;
    const surrounding = this.surrounding();
    const length = start - surrounding.from + surrounding.to - end;
    if (hasDigits && this.isHex(start, end)) {
      if (this.isColor()) return true;
      if (length > 0 && this.isHex(surrounding.from, surrounding.to)) return true;
    }
    if (length < MIN_SURROUNDING) return false;
    const changes = this.changes(surrounding.from, start - 1) + this.changes(end + 1, surrounding.to);
    return changes > length * MAX_DENSITY;
  }

  /** 900k */
  private isNumberWithUnit(): boolean {
    const { start, end } = this.patternAligner;
    for (let at = start; at < end; at++) if (this.kindAt(at) !== DIGIT) return false;
    return true;
  }

  private isNumber(): boolean {
    const { start, end } = this.patternAligner;
    for (let at = start; at <= end; at++) if (this.kindAt(at) !== DIGIT) return false;
    return true;
  }

  /** Whether a term of digits is joined to anything, or stands between other digits, as in a phone number. */
  private isPartOfNumber(): boolean {
    const { start, end } = this.patternAligner;
    const { from, to } = this.surrounding();
    // An exclamation mark, which can be a letter, ends a sentence here.
    const isExclaimed = to === end + 1 && this.normalizedText.textAfter(end, 1) === '!';
    return (
      from < start || (to > end && !isExclaimed) || this.isNumberApart(start, -1) || this.isNumberApart(end + 1, 1)
    );
  }

  /** Whether a number follows or precedes after one space. @param border the letter after the space */
  private isNumberApart(border: number, direction: 1 | -1): boolean {
    const { gaps, length } = this.normalizedText;
    if (border <= 0 || border >= length || gaps[border] !== SEPARATOR.space) return false;
    for (let at = direction === 1 ? border : border - 1; at >= 0 && at < length; at += direction) {
      if (this.kindAt(at) !== DIGIT) return false;
      const next = direction === 1 ? at + 1 : at;
      if (next >= length || gaps[next] !== 0) return true;
    }
    return true;
  }

  /** DYKe, but not Dyke or DYKE. */
  private isMixedCase(): boolean {
    const { start, end } = this.patternAligner;
    let capitals = 0;
    for (let at = start + 1; at <= end; at++) if (this.kindAt(at) === CAPITAL) capitals++;
    return capitals > 0 && capitals < end - start;
  }

  private isSplit(): boolean {
    const { start, end } = this.patternAligner;
    for (let at = start + 1; at <= end; at++) if (this.normalizedText.gaps[at] !== 0) return true;
    return false;
  }

  private isWithoutLetters(): boolean {
    const { start, end } = this.patternAligner;
    for (let at = start; at <= end; at++) if (this.kindAt(at) <= CAPITAL) return false;
    return true;
  }

  private isBesideDigit({ from, to }: Range): boolean {
    const { start, end } = this.patternAligner;
    return (start > from && this.kindAt(start - 1) === DIGIT) || (end < to && this.kindAt(end + 1) === DIGIT);
  }

  /** #a55 */
  private isColor(): boolean {
    const { start, end } = this.patternAligner;
    return COLOR_LENGTHS.includes(end - start + 1) && this.normalizedText.characterBefore(start) === '#';
  }

  private isHex(from: number, to: number): boolean {
    for (let at = from; at <= to; at++) {
      const folded = this.normalizedText.folded[at]!;
      const letter = folded & 0xff;
      if (this.kindAt(at) !== DIGIT && (folded & SYMBOL_LETTER || letter < 0x61 || letter > 0x66)) return false;
    }
    return true;
  }

  /** The match with the letters and digits that are joined to it. */
  private word(): Range {
    return this.around(0, UNSEGMENTED | SYMBOL_LETTER);
  }

  /** The match with what is joined to it, also by symbols. */
  private surrounding(): Range {
    return this.around(SEPARATOR.symbol | SEPARATOR.punctuation | SEPARATOR.apostrophe, UNSEGMENTED);
  }

  /** @param separators that don't end it @param excluded flags of letters that end it */
  private around(separators: number, excluded: number): Range {
    const { start, end } = this.patternAligner;
    const { gaps, folded, length } = this.normalizedText;
    const isJoined = (gap: number, letter: number): boolean => (gap & ~separators) === 0 && (letter & excluded) === 0;
    let [from, to] = [start, end];
    while (from > 0 && start - from < MAX_REACH && isJoined(gaps[from]!, folded[from - 1]!)) from--;
    while (to + 1 < length && to - end < MAX_REACH && isJoined(gaps[to + 1]!, folded[to + 1]!)) to++;
    return { from, to };
  }

  /** How often the kind of character changes between neighbors. A capital and the lower-case letter after it are of one kind. */
  private changes(from: number, to: number): number {
    const { gaps } = this.normalizedText;
    let changes = 0;
    for (let at = from + 1; at <= to; at++) {
      const [before, after] = [this.kindAt(at - 1), this.kindAt(at)];
      if (gaps[at] === 0 && before !== after && !(before === CAPITAL && after === LOWER)) changes++;
    }
    return changes;
  }

  private kindAt(at: number): number {
    const folded = this.normalizedText.folded[at]!;
    if (isDigit(folded)) return DIGIT;
    if ((folded & SYMBOL_LETTER) !== 0) return OTHER;
    return (folded & UPPER) !== 0 ? CAPITAL : LOWER;
  }
}
