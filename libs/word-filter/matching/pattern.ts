import { equivalenceClassOf } from '../normalization/leet.js';
import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import type { Disguise } from '../disguises/disguise.js';
import type { Term } from '../term.js';
import { SEPARATOR, WORD_SEPARATOR, NormalizedText } from '../prompt-syntax/normalized-text.js';

/** A compiled word or phrase. */
export interface Pattern {
  /** Undefined for allowed terms. */
  readonly termId: string | undefined;
  /** The number of a word of multi-part terms; undefined for others. */
  readonly wordNumber: number | undefined;
  /** Folded, without separators. */
  readonly letters: readonly number[];
  /** The separator before each letter in the term itself: 0 for none, 1, or 2 for punctuation. */
  readonly wordBreaks: readonly number[];
  /** How many letters at the end the automaton reads as one. */
  readonly lastLetters: number;
  /** A `*` at that end of the term matches any letters. */
  readonly prefixWildcard: boolean;
  readonly suffixWildcard: boolean;
  /** An allowed phrase that begins with `* `: it includes the word before, and applies only where it ends a noun phrase. */
  readonly precedingWord: boolean;
  /** The name of a thing in an allowed phrase such as `* year old oak`: it includes the age, in any form. */
  readonly isAgedThing: boolean;
  /** Another way to write the term, which matches only as such: no letter in it is disguised by a digit or apart from the others. */
  readonly disguise: Disguise | undefined;
  /** Contains letters of a script without spaces. */
  readonly isUnsegmented: boolean;
}

/** The key for the automaton: one symbol for letters that can stand for each other, and for repeated letters. */
export function keyOf(pattern: Pattern, symbolOf: (letter: number) => number): string {
  let key = '';
  for (let i = 0; i < pattern.letters.length; i++) {
    if (i === 0 || !repeats(pattern.letters[i - 1]!, pattern.letters[i]!)) {
      key += String.fromCharCode(symbolOf(equivalenceClassOf(pattern.letters[i]! & CODE)));
    }
  }
  return key;
}

/** Whether the automaton reads two neighbors as one: drawn-out letters don't make another word. */
export const repeats = (a: number, b: number): boolean =>
  ((a | b) & UNSEGMENTED) === 0 && equivalenceClassOf(a & CODE) === equivalenceClassOf(b & CODE);

const separatorOf = (gap: number): number =>
  (gap & SEPARATOR.punctuation) !== 0 ? 2 : (gap & WORD_SEPARATOR) !== 0 ? 1 : 0;

const AGE_OF_THING = /^\s*\*\s+(?:year old\s+|岁的?)(?=[\p{L}])/u;
const PRECEDING_WORD = /^\s*\*\s+/u;

/** @returns undefined for a term without letters */
export function patternOf(
  { id, text }: Term,
  normalizedText: NormalizedText,
  isAllowed: boolean,
  wordNumber?: number,
  disguise?: Disguise,
): Pattern | undefined {
  const isAgedThing = isAllowed && AGE_OF_THING.test(text);
  const precedingWord = isAllowed && !isAgedThing && PRECEDING_WORD.test(text);
  const trimmed = text.replace(isAgedThing ? AGE_OF_THING : precedingWord ? PRECEDING_WORD : '', '').trim();
  normalizedText.read(trimmed);
  const { length } = normalizedText;
  if (length === 0) return undefined;
  // Plain arrays: a typed array takes four times the memory, and there are up to 100,000 patterns.
  const letters = Array.from({ length }, (_, i) => normalizedText.folded[i]! & (CODE | UNSEGMENTED));
  let lastLetters = 1;
  while (lastLetters < length && repeats(letters[length - lastLetters - 1]!, letters[length - lastLetters]!)) {
    lastLetters++;
  }
  return {
    termId: isAllowed ? undefined : id,
    wordNumber,
    letters,
    wordBreaks: letters.map((_, i) => (i > 0 ? separatorOf(normalizedText.gaps[i]!) : 0)),
    lastLetters,
    prefixWildcard: trimmed.startsWith('*'),
    suffixWildcard: trimmed.endsWith('*'),
    precedingWord,
    isAgedThing,
    disguise,
    isUnsegmented: letters.some((letter) => (letter & UNSEGMENTED) !== 0),
  };
}
