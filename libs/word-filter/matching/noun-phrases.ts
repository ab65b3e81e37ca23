import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import { SEPARATOR, type NormalizedText } from '../prompt-syntax/normalized-text.js';
import { isDigit, separatesWords } from './pattern-aligner.js';

const MAX_WORD_LENGTH = 16;
/** After one of these words, a noun phrase is complete: "a 12 year old oak in a park", but not "12 year old oak girl". */
const FUNCTION_WORDS = new Set(
  `in on at by with under of and or near beside inside behind over above from to for is was stands standing grows growing next
  sleeping running sitting lying resting looking`.split(' '),
);
const NUMERALS = '零〇一二三四五六七八九十百千两';
const CHINESE_FUNCTION_WORDS = '下上旁前后里中和与在正趴躺站坐睡';
/** A weight or a schedule may add a noun: `12 year old oak [girl:5]`. */
const PROMPT_SYNTAX = /^\s*[()[\]{}<>\\|:*_&]/u;

/** Where an allowed phrase about the age of a thing begins and ends. */
export class NounPhrases {
  constructor(private readonly normalizedText: NormalizedText) {}

  /** @returns the first letter of the word before a letter, in Chinese of the number before it, or -1 */
  precedingWordStart(start: number): number {
    const { folded, gaps } = this.normalizedText;
    if (start === 0) return -1;
    const isPart = (folded[start]! & UNSEGMENTED) === 0 ? () => true : (at: number) => this.isNumeral(at);
    let at = start - 1;
    if (!isPart(at)) return -1;
    while (at > 0 && start - at < MAX_WORD_LENGTH && gaps[at] === 0 && isPart(at - 1)) at--;
    return at;
  }

  /** Whether the noun phrase is complete after a letter. */
  endsAt(end: number): boolean {
    const { folded, gaps, length } = this.normalizedText;
    if (PROMPT_SYNTAX.test(this.normalizedText.textAfter(end, MAX_WORD_LENGTH))) return false;
    const next = end + 1;
    if (next >= length || (gaps[next]! & SEPARATOR.punctuation) !== 0) return true;
    if ((folded[next]! & UNSEGMENTED) !== 0) return CHINESE_FUNCTION_WORDS.includes(this.characterAt(next));
    let word = '';
    for (let at = next; at < length && at - next <= MAX_WORD_LENGTH; at++) {
      if (at > next && separatesWords(gaps[at]!)) break;
      word += this.characterAt(at);
    }
    return FUNCTION_WORDS.has(word);
  }

  private isNumeral(at: number): boolean {
    return isDigit(this.normalizedText.folded[at]!) || NUMERALS.includes(this.characterAt(at));
  }

  private characterAt(at: number): string {
    return String.fromCodePoint(this.normalizedText.folded[at]! & CODE);
  }
}
