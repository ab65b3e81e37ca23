/** Between spaces, or where no spaces are written. */
const joinedBy = (signs: string): RegExp =>
  new RegExp(`\\s+[${signs}]\\s+|(?<=\\p{Script=Han}\\*?)[${signs}](?=\\*?\\p{Script=Han})`, 'u');
const TOGETHER = joinedBy('+＋');
const EITHER = joinedBy('|｜');

/**
 * How a term is written: `nude | naked + child` is a word of the first part and one of the second, wherever both stand in one text.
 * @returns its parts, each with the words of which one is enough
 */
export const parseParts = (text: string): string[][] =>
  /[+＋|｜]/u.test(text)
    ? text
        .trim()
        .split(TOGETHER)
        .map((part) => part.split(EITHER))
    : [[text]];
