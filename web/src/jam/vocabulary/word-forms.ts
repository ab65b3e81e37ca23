const HAN = /\p{Script=Han}/u;
export const hasHan = (text: string): boolean => HAN.test(text);

/** Ignores case, width, and how parts are joined: `T-Rex` and `t rex` are one word. */
export const foldWord = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s$/u, '')
    .replace(/[\s\-·.]+/gu, ' ')
    .trim();

/** The word and what its singular may be: `foxes` is `foxe` or `fox`. */
export function singulars(word: string): string[] {
  const found = [word];
  if (word.endsWith('ies') && word.length > 4) found.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('ves') && word.length > 4) found.push(`${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`);
  if (word.endsWith('es') && word.length > 4) found.push(word.slice(0, -2));
  if (word.endsWith('s') && !word.endsWith('ss') && word.length > 3) found.push(word.slice(0, -1));
  return found;
}

/** How many letters differ, up to `most`: inserted, removed, replaced, or swapped with the next one. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [previous, current]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const beforePrevious = previous;
    [previous, current] = [current, [i]];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const steps = [previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (isSame ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps.push(beforePrevious[j - 2]! + 1);
      current.push(Math.min(...steps));
    }
  }
  return Math.min(current[b.length]!, most + 1);
}
