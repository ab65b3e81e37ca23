/** Separators stand between spaces, or between Chinese characters. */
const separatorOf = (symbols: string): RegExp =>
  new RegExp(`\\s+[${symbols}]\\s+|(?<=\\p{Script=Han}\\*?)[${symbols}](?=\\*?\\p{Script=Han})`, 'u');
const PART_SEPARATOR = separatorOf('+＋');
const ALTERNATIVE_SEPARATOR = separatorOf('|｜');

/**
 * Parses a term such as `nude | naked + child`, which matches texts with a word of each part.
 * @returns the parts, each with its alternative words
 */
export const parseParts = (text: string): string[][] =>
  /[+＋|｜]/u.test(text)
    ? text
        .trim()
        .split(PART_SEPARATOR)
        .map((part) => part.split(ALTERNATIVE_SEPARATOR))
    : [[text]];
