import { COMMON_WORDS } from '../lists/common-words.js';

const commonWords = new Set(COMMON_WORDS.split(' '));

/** Two adjacent common words aren't a split term, as in "the pen is". */
export const isCommonWord = (word: string): boolean => word.length < 2 || commonWords.has(word);
