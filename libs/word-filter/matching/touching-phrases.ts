import type { TextRange } from '../multi-part-terms/multi-part-matcher.js';

/** How far a word can be from an allowed phrase that it touches. */
const MAX_DISTANCE = 32;
const ATTRIBUTES =
  'boys?|girls?|little|small|young|tiny|cute|beautiful|pretty|adorable|happy|sweet|innocent|asian|blonde|blond';
/** First the rest of a word that a wildcard continues. */
const BETWEEN = new RegExp(`^[a-z]{0,8}[\\s\\p{Cf}_-]*(?:(?:${ATTRIBUTES})[\\s_-]+)*$`, 'iu');
/** What follows 的 is what the phrase describes. What precedes it only has the thing. */
const AFTER_CHINESE = /^[\s\p{Cf}]*(?:的|(?:可爱|漂亮|美丽|天真|年幼)的?)*$/u;
/** Names of one thing or lesson, and the color nude, which stand beside any word. */
const COMPOUND = /^(?:nude\s(?!statue|sculpture|marble|bronze)|naked\s(?:mole|eye|truth|oat|juice|cake)|穿脱衣服)/iu;
/** Children that only say for whom a thing is: `naked trees kids book`. */
const THINGS_FOR_CHILDREN =
  'birthday|party|room|bedroom|books?|toys?|museum|drawings?|illustration|club|menu|camp|nursery';
const FOR_CHILDREN = new RegExp(`^(?:['’]s?(?!\\p{L})|\\s+(?:${THINGS_FOR_CHILDREN})(?!\\p{L}))`, 'iu');

export interface FreedWord<T extends TextRange> {
  readonly word: T;
  /** The allowed phrase around it. */
  readonly phrase: TextRange;
}

/**
 * Words that an allowed phrase doesn't free, since a word of a multi-part term touches the phrase and nothing but the phrase tells
 * whom it describes: `naked rock child`, but not `naked rock, child`.
 */
export function describingOthers<T extends TextRange>(
  text: string,
  freed: readonly FreedWord<T>[],
  words: Iterable<TextRange>,
): T[] {
  const [byStart, byEnd] = [new Map<number, TextRange>(), new Map<number, TextRange>()];
  for (const word of words) {
    byStart.set(word.start, word);
    byEnd.set(word.end, word);
  }
  const touches = ({ start, end }: TextRange): boolean => {
    if (COMPOUND.test(text.slice(start, end))) return false;
    for (let distance = 0; distance <= MAX_DISTANCE; distance++) {
      const after = byStart.get(end + distance);
      if (
        after &&
        isDescribed(text.slice(end, after.start)) &&
        !FOR_CHILDREN.test(text.slice(after.end, after.end + 16))
      ) {
        return true;
      }
      const before = byEnd.get(start - distance);
      if (before && BETWEEN.test(text.slice(before.end, start))) return true;
    }
    return false;
  };
  return freed.filter(({ phrase }) => touches(phrase)).map(({ word }) => word);
}

const isDescribed = (between: string): boolean => BETWEEN.test(between) || AFTER_CHINESE.test(between);
