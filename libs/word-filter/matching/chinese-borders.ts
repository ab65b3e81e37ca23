import { WORDS_AFTER_BORDER, WORDS_BEFORE_BORDER } from '../lists/border-words.js';
import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';

const MAX_WORD_LENGTH = 4;

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));
const [wordsBefore, wordsAfter] = [setOf(WORDS_BEFORE_BORDER), setOf(WORDS_AFTER_BORDER)];

/**
 * Recognizes terms that form where two words meet and that the segmenter takes for a word: 水口|交汇. The words must be written without
 * anything between their characters, so that a disguise does not profit.
 */
export class ChineseBorders {
  constructor(private readonly normalizedText: NormalizedText) {}

  /** Whether a border between two longer words is inside the match. @param end inclusive */
  isInside(start: number, end: number): boolean {
    for (let border = start + 1; border <= end; border++) {
      if (this.endsWord(border, start) && this.startsWord(border, end)) return true;
    }
    return false;
  }

  private endsWord(border: number, start: number): boolean {
    let word = '';
    for (let at = border - 1; at >= 0 && border - at <= MAX_WORD_LENGTH; at--) {
      if (!this.isJoined(at)) return false;
      word = this.characterAt(at) + word;
      if (at < start && wordsBefore.has(word)) return true;
    }
    return false;
  }

  private startsWord(border: number, end: number): boolean {
    const { length } = this.normalizedText;
    let word = '';
    for (let at = border; at < length && at - border < MAX_WORD_LENGTH; at++) {
      if (at > border && !this.isJoined(at - 1)) return false;
      word += this.characterAt(at);
      if (at > end && wordsAfter.has(word)) return true;
    }
    return false;
  }

  /** Whether the next character follows directly, without even an invisible one between them. */
  private isJoined(at: number): boolean {
    const { folded, from, to, length } = this.normalizedText;
    return at + 1 < length && from[at + 1] === to[at] && (folded[at]! & folded[at + 1]! & UNSEGMENTED) !== 0;
  }

  private characterAt(at: number): string {
    return String.fromCodePoint(this.normalizedText.folded[at]! & CODE);
  }
}
