import type { Disguise } from '../disguises/disguise.js';
import { isSyllable, toneMarksIn } from '../disguises/sounds.js';
import { CODE, UNSEGMENTED, UPPER } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import { separatesWords, type PatternAligner } from './pattern-aligner.js';

/** The longest syllable of pinyin. */
const MAX_SYLLABLE_LENGTH = 6;
/** Characters that stand beside any word: particles, pronouns and frequent verbs. */
const BESIDE_WORDS = new Set('的了吧吗呢啊着过个张我你他她想看要和是有在给来去做就不很太也都这那');

/** Verifies that a short disguise is not part of other words. */
export class DisguiseVerifier {
  constructor(
    private readonly normalizedText: NormalizedText,
    private readonly patternAligner: PatternAligner,
  ) {}

  verify({ standsAlone, requiredTones }: Disguise): boolean {
    if (requiredTones !== undefined && this.tones() !== requiredTones) return false;
    return !standsAlone || this.standsAlone();
  }

  private tones(): string {
    const { start, end } = this.patternAligner;
    return toneMarksIn(this.normalizedText.textBetween(start, end));
  }

  private standsAlone(): boolean {
    const { start, end } = this.patternAligner;
    return this.isChinese(start) ? this.isBesideWord(start, end) : this.isNoPinyin(start, end);
  }

  /** Whether no other characters join it, except those that stand beside any word. */
  private isBesideWord(start: number, end: number): boolean {
    const { gaps, length } = this.normalizedText;
    const isBeside = (at: number): boolean => !this.isChinese(at) || BESIDE_WORDS.has(this.letterAt(at));
    const isFreeBefore = start === 0 || gaps[start] !== 0 || isBeside(start - 1);
    return isFreeBefore && (end + 1 === length || gaps[end + 1] !== 0 || isBeside(end + 1));
  }

  /** Whether syllables are neither part of a longer text of pinyin nor a name. */
  private isNoPinyin(start: number, end: number): boolean {
    const { folded, gaps } = this.normalizedText;
    let [words, capitals] = [0, 0];
    for (let at = start; at <= end; at++) {
      if (at > start && !separatesWords(gaps[at]!)) continue;
      words++;
      if ((folded[at]! & UPPER) !== 0) capitals++;
    }
    if (words === 1) return true;
    return capitals < words && !isSyllable(this.wordBefore(start)) && !isSyllable(this.wordAfter(end));
  }

  private wordBefore(start: number): string {
    let word = '';
    for (let at = start - 1; at >= 0 && word.length <= MAX_SYLLABLE_LENGTH && !this.isChinese(at); at--) {
      word = this.letterAt(at) + word;
      if (separatesWords(this.normalizedText.gaps[at]!)) break;
    }
    return word;
  }

  private wordAfter(end: number): string {
    let word = '';
    for (let at = end + 1; at < this.normalizedText.length && word.length <= MAX_SYLLABLE_LENGTH; at++) {
      if (this.isChinese(at) || (at > end + 1 && separatesWords(this.normalizedText.gaps[at]!))) break;
      word += this.letterAt(at);
    }
    return word;
  }

  private isChinese(at: number): boolean {
    return (this.normalizedText.folded[at]! & UNSEGMENTED) !== 0;
  }

  private letterAt(at: number): string {
    return String.fromCodePoint(this.normalizedText.folded[at]! & CODE);
  }
}
