/** What people write with several stars, and everybody reads all the same. */
const HIDDEN = 'fuck fucking fucked fucker cunt shit bitch nigger nigga faggot whore slut pussy asshole'.split(' ');

/**
 * @param before the letters of the word before its stars, @param behind those behind them
 * @returns for each word that is hidden so the letters that its stars stand for
 */
export function lettersBehindAsterisks(before: string, stars: number, behind: string): string[] {
  const [begins, ends] = [before.normalize('NFKC').toLowerCase(), behind.normalize('NFKC').toLowerCase()];
  return HIDDEN.filter(
    (word) => word.length === begins.length + stars + ends.length && word.startsWith(begins) && word.endsWith(ends),
  ).map((word) => word.slice(begins.length, begins.length + stars));
}
