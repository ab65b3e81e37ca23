import { COMMON_WORDS } from '../lists/common-words.js';

const known = new Set(COMMON_WORDS.split(' '));

/** Whether people write it for what it says: then two of them beside each other are no word in pieces, as in "the pen is". */
export const isCommonWord = (word: string): boolean => word.length < 2 || known.has(word);
