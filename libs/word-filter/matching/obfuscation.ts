import { CODE } from '../normalization/char-codes.js';
import { SEPARATOR } from '../prompt-syntax/normalized-text.js';
import { isParted } from './pattern-aligner.js';
import { isCommonWord } from './common-words.js';
import type { Pattern } from './pattern.js';

/** Fewer letters than this, each by itself, are a list: a, s. */
const SPELT_OUT = 3;
/** A phrase shorter than this is never written in one. */
const SHORT_PHRASE = 4;

/** Whether something stands between letters where the term has nothing, or a comma where it has a space and no comma. */
export function isSplit({ wordBreaks, letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) {
    if (
      isParted(gaps[i]!) &&
      (wordBreaks[i] === 0 || (wordBreaks[i] === 1 && (gaps[i]! & SEPARATOR.punctuation) !== 0))
    ) {
      return true;
    }
  }
  return false;
}

/** Whether a comma or the like stands between letters: then it is no phrase but several, in a list. */
export function isCommaList({ letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) if ((gaps[i]! & SEPARATOR.punctuation) !== 0) return true;
  return false;
}

/** Whether the words of a short phrase have nothing between them. */
export function isConcatenated({ wordBreaks, letters }: Pattern, gaps: Uint8Array): boolean {
  if (letters.length >= SHORT_PHRASE) return false;
  for (let i = 1; i < letters.length; i++) if (wordBreaks[i] !== 0 && !isParted(gaps[i]!)) return true;
  return false;
}

/** Whether something stands between any two letters, so many that this is no chance. */
export function isSpelledOut({ letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) if (!isParted(gaps[i]!)) return false;
  return letters.length >= SPELT_OUT;
}

/**
 * Whether letters of an alphabet that are torn apart are meant as one word. Signs that nobody writes between words say so, and so do
 * pieces that are no words; "pen is" and "who re-enters" are what they are.
 */
export function isObfuscatedWord(pattern: Pattern, gaps: Uint8Array): boolean {
  if (isSpelledOut(pattern, gaps)) return true;
  const { letters, wordBreaks } = pattern;
  let byChance = false;
  for (let i = 1; i < letters.length; i++) {
    if (wordBreaks[i] === 1 && (gaps[i]! & SEPARATOR.punctuation) !== 0) return false;
    if (wordBreaks[i] === 0 && (gaps[i]! & (SEPARATOR.space | SEPARATOR.punctuation)) !== 0) byChance = true;
  }
  return !byChance || piecesOf(letters, gaps).some((piece) => !isCommonWord(piece));
}

function piecesOf(letters: readonly number[], gaps: Uint8Array): string[] {
  const pieces: string[] = [];
  letters.forEach((letter, i) => {
    const written = String.fromCodePoint(letter & CODE);
    if (i === 0 || isParted(gaps[i]!)) pieces.push(written);
    else pieces[pieces.length - 1] += written;
  });
  return pieces;
}
