import type { Disguise } from './disguise.js';

/** Shorter words are other words when they are turned around. */
const MIN_REVERSED = 4;
const MIN_CHINESE = 3;
const REVERSIBLE = /^[^0-9;]+$/u;
const SWAPPABLE_WORD = /[a-z]{4,}/gu;

/** Written backwards: tihs, 片情色. */
export function reversedOf(text: string, isChinese: boolean): Disguise[] {
  const letters = [...text];
  if (letters.length < (isChinese ? MIN_CHINESE : MIN_REVERSED) || !REVERSIBLE.test(text)) return [];
  return [{ text: letters.toReversed().join('') }];
}

/** Two neighbors swapped in one word, but not its first letter: siht, 色片情. */
export function swappedOf(text: string, isChinese: boolean): Disguise[] {
  if (isChinese) return swapped(text, MIN_CHINESE).map((word) => ({ text: word }));
  return [...text.matchAll(SWAPPABLE_WORD)].flatMap(({ 0: word, index }) =>
    swapped(word, 0).map((other) => ({ text: text.slice(0, index) + other + text.slice(index + word.length) })),
  );
}

function swapped(word: string, minLength: number): string[] {
  const letters = [...word];
  if (letters.length < minLength) return [];
  return letters.slice(1, -1).flatMap((letter, at) => {
    const next = letters[at + 2]!;
    return next === letter
      ? []
      : [
          letters
            .with(at + 1, next)
            .with(at + 2, letter)
            .join(''),
        ];
  });
}
