import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import type { NounPhrases } from './noun-phrases.js';

const NUMBER = `(?:\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)`;
const OLD = `[\\s-]{0,3}(?:(?:years?|yrs?|months?)[\\s-]{0,3}old|y\\.?/?o\\.?)\\s`;
const MODIFIER = `(?:golden|black|white|brown|gr[ae]y|red|orange|yellow|big|small|little|large|old|giant|tiny|wild|stray|male|female)\\s`;
const CHINESE_NUMBER = `(?:\\d{1,3}|[一二两三四五六七八九十百千]{1,3})`;
/** What stands before the name of a thing: "9 year old golden", 九岁的小. A look-behind reads from the name, so it fails early. */
const AGE_BEFORE = new RegExp(
  `(?<=((?<![\\p{L}\\p{N}])${NUMBER}${OLD}(?:${MODIFIER}){0,2}|${CHINESE_NUMBER} ?周?岁大?的?[小老大黑白黄灰棕花红金]{0,2}))`,
  'iuy',
);
const AGE_AFTER = new RegExp(`\\s+aged?\\s+${NUMBER}(?:\\s+years?)?(?![\\p{L}\\p{N}])`, 'iuy');

/** Finds the age of a thing, in any form, around its name. */
export class AgedThings {
  constructor(
    private readonly normalizedText: NormalizedText,
    private readonly nounPhrases: NounPhrases,
  ) {}

  /** @returns the first and the last letter of the thing with its age; undefined for a thing without one, or a noun that continues */
  withAge(start: number, end: number): readonly [start: number, end: number] | undefined {
    const { from, to, length } = this.normalizedText;
    const before = this.normalizedText.matchAt(AGE_BEFORE, from[start]!)?.[1];
    if (before !== undefined) {
      let first = start;
      while (first > 0 && from[first]! > from[start]! - before.length) first--;
      return this.nounPhrases.endsAt(end) ? [first, end] : undefined;
    }
    const after = this.normalizedText.matchAt(AGE_AFTER, to[end]!)?.[0];
    if (after === undefined) return undefined;
    let last = end;
    while (last + 1 < length && to[last + 1]! <= to[end]! + after.length) last++;
    return this.nounPhrases.endsAt(last) ? [start, last] : undefined;
  }
}
