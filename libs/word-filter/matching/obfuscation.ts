import { CODE } from '../normalization/char-codes.js';
import { SEPARATOR } from '../prompt-syntax/normalized-text.js';
import { separatesWords } from './pattern-aligner.js';
import { isCommonWord } from './common-words.js';
import type { Pattern } from './pattern.js';

/** Fewer separate letters are a list: a, s. */
const MIN_SPELLED_LETTERS = 3;
/** A shorter phrase doesn't match without its spaces. */
const MIN_CONCATENATED_LENGTH = 4;

/** Whether separators occur where the term has none, or punctuation where it has a space. */
export function isSplit({ wordBreaks, letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) {
    if (
      separatesWords(gaps[i]!) &&
      (wordBreaks[i] === 0 || (wordBreaks[i] === 1 && (gaps[i]! & SEPARATOR.punctuation) !== 0))
    ) {
      return true;
    }
  }
  return false;
}

/** Whether punctuation occurs between letters, as in a list. */
export function isCommaList({ letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) if ((gaps[i]! & SEPARATOR.punctuation) !== 0) return true;
  return false;
}

/** Whether a short phrase is written without its spaces. */
export function isConcatenated({ wordBreaks, letters }: Pattern, gaps: Uint8Array): boolean {
  if (letters.length >= MIN_CONCATENATED_LENGTH) return false;
  for (let i = 1; i < letters.length; i++) if (wordBreaks[i] !== 0 && !separatesWords(gaps[i]!)) return true;
  return false;
}

/** Whether every letter is separated, too many to be chance. */
export function isSpelledOut({ letters }: Pattern, gaps: Uint8Array): boolean {
  for (let i = 1; i < letters.length; i++) if (!separatesWords(gaps[i]!)) return false;
  return letters.length >= MIN_SPELLED_LETTERS;
}

/**
 * Whether split letters are an obfuscated word: separated by symbols, or into pieces that aren't words. "pen is" and "who re-enters"
 * aren't.
 */
export function isObfuscatedWord(pattern: Pattern, gaps: Uint8Array): boolean {
  if (isSpelledOut(pattern, gaps)) return true;
  const { letters, wordBreaks } = pattern;
  let mayBeWords = false;
  for (let i = 1; i < letters.length; i++) {
    if (wordBreaks[i] === 1 && (gaps[i]! & SEPARATOR.punctuation) !== 0) return false;
    if (wordBreaks[i] === 0 && (gaps[i]! & (SEPARATOR.space | SEPARATOR.punctuation)) !== 0) mayBeWords = true;
  }
  return !mayBeWords || piecesOf(letters, gaps).some((piece) => !isCommonWord(piece));
}

function piecesOf(letters: readonly number[], gaps: Uint8Array): string[] {
  const pieces: string[] = [];
  letters.forEach((letter, i) => {
    const written = String.fromCodePoint(letter & CODE);
    if (i === 0 || separatesWords(gaps[i]!)) pieces.push(written);
    else pieces[pieces.length - 1] += written;
  });
  return pieces;
}
