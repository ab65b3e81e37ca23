/**
 * What a character counts as, in one number: a letter is its folded code point with flags above it, everything else is negative.
 * Numbers, because a text is read at every keystroke.
 */
export const CODE = 0x1fffff;
/** A letter by its looks alone: of another alphabet, in a circle, a sign that stands for it. */
export const DISGUISED = 1 << 21;
/** Of a script that writes no spaces between words. */
export const UNSEGMENTED = 1 << 22;
export const UPPER = 1 << 23;
/** A sign that stands for a letter or just stands between two. */
export const SYMBOL_LETTER = 1 << 24;
/** Several letters: the code is an index among the sequences. */
export const EXPANSION = 1 << 25;

export const IGNORABLE = -1;
/** What sentences are made with: it stands between words. */
export const SPACE = -2;
export const PUNCTUATION = -3;
/** What nobody writes between words. */
export const SYMBOL = -4;
export const APOSTROPHE = -5;
