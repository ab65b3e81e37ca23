import { equivalenceClassOf } from '../normalization/leet.js';
import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import type { Term } from '../term.js';
import { SEPARATOR, WORD_SEPARATOR, NormalizedText } from '../prompt-syntax/normalized-text.js';

/** A term made ready to be found. */
export interface Pattern {
  /** None of what is always let through. */
  readonly termId: string | undefined;
  /** Which word it is of those that count together with others; none of those that count alone. */
  readonly word: number | undefined;
  /** Folded, without what stands between. */
  readonly letters: readonly number[];
  /** For each letter whether the term itself is written with something before it: 1, or 2 where that is a comma or the like. */
  readonly wordBreaks: readonly number[];
  /** How many letters at the end are one to the automaton. */
  readonly lastLetters: number;
  /** A `*` at that end of the term: words may go on there. */
  readonly prefixWildcard: boolean;
  readonly suffixWildcard: boolean;
  /** Whether a letter of it is of a script without spaces between words. */
  readonly isSpaceless: boolean;
}

/** What the automaton reads: one symbol for whatever may pass for each other, and one for the same letter again and again. */
export function keyOf(pattern: Pattern, symbolOf: (letter: number) => number): string {
  let key = '';
  for (let i = 0; i < pattern.letters.length; i++) {
    if (i === 0 || !repeats(pattern.letters[i - 1]!, pattern.letters[i]!)) {
      key += String.fromCharCode(symbolOf(equivalenceClassOf(pattern.letters[i]! & CODE)));
    }
  }
  return key;
}

/** Whether two neighbours are one to the automaton: letters of an alphabet do not become another word by being drawn out. */
export const repeats = (a: number, b: number): boolean =>
  ((a | b) & UNSEGMENTED) === 0 && equivalenceClassOf(a & CODE) === equivalenceClassOf(b & CODE);

const partedBy = (gap: number): number =>
  (gap & SEPARATOR.punctuation) !== 0 ? 2 : (gap & WORD_SEPARATOR) !== 0 ? 1 : 0;

/** @returns nothing where a term has no letter to be found by */
export function patternOf(
  { id, text }: Term,
  normalizedText: NormalizedText,
  isAllowed: boolean,
  word?: number,
): Pattern | undefined {
  const trimmed = text.trim();
  normalizedText.read(trimmed);
  const { length } = normalizedText;
  if (length === 0) return undefined;
  // Plain arrays: there are a hundred thousand of these, and a typed array is four times as large.
  const letters = Array.from({ length }, (_, i) => normalizedText.folded[i]! & (CODE | UNSEGMENTED));
  let lastLetters = 1;
  while (lastLetters < length && repeats(letters[length - lastLetters - 1]!, letters[length - lastLetters]!)) {
    lastLetters++;
  }
  return {
    termId: isAllowed ? undefined : id,
    word,
    letters,
    wordBreaks: letters.map((_, i) => (i > 0 ? partedBy(normalizedText.gaps[i]!) : 0)),
    lastLetters,
    prefixWildcard: trimmed.startsWith('*'),
    suffixWildcard: trimmed.endsWith('*'),
    isSpaceless: letters.some((letter) => (letter & UNSEGMENTED) !== 0),
  };
}
