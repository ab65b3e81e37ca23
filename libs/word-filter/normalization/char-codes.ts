/**
 * A normalized character as one number: for letters the folded code point with flags, for everything else a negative constant.
 * Numbers keep checks fast, which run at every keystroke.
 */
export const CODE = 0x1fffff;
/** Only looks like the letter: from another alphabet, enclosed, or a symbol. */
export const DISGUISED = 1 << 21;
/** Of a script without spaces between words. */
export const UNSEGMENTED = 1 << 22;
export const UPPER = 1 << 23;
/** A symbol such as `$` that is a letter or a separator. */
export const SYMBOL_LETTER = 1 << 24;
/** Several letters: the code is an index for `expansionAt`. */
export const EXPANSION = 1 << 25;

export const IGNORABLE = -1;
export const SPACE = -2;
/** Occurs between words. */
export const PUNCTUATION = -3;
/** Doesn't occur between words in normal text. */
export const SYMBOL = -4;
export const APOSTROPHE = -5;
