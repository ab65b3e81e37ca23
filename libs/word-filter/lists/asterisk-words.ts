/** Words that users usually mask with several asterisks. */
const MASKED_WORDS = 'fuck fucking fucked fucker cunt shit bitch nigger nigga faggot whore slut pussy asshole'.split(
  ' ',
);

/**
 * @param before letters before the asterisks
 * @param after letters after them
 * @returns the letters that the asterisks can stand for
 */
export function lettersBehindAsterisks(before: string, count: number, after: string): string[] {
  const [start, end] = [before.normalize('NFKC').toLowerCase(), after.normalize('NFKC').toLowerCase()];
  return MASKED_WORDS.filter(
    (word) => word.length === start.length + count + end.length && word.startsWith(start) && word.endsWith(end),
  ).map((word) => word.slice(start.length, start.length + count));
}
