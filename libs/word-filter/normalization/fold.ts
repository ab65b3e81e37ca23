import { SYMBOL_LETTERS } from './leet.js';
import { confusableLetter, confusableLetters } from './confusables.js';
import {
  APOSTROPHE,
  DISGUISED,
  IGNORABLE,
  PUNCTUATION,
  EXPANSION,
  SYMBOL,
  SYMBOL_LETTER,
  SPACE,
  UNSEGMENTED,
  UPPER,
} from './char-codes.js';
import { simplified } from './simplified-chinese.js';

const INVISIBLE =
  /[[\p{Default_Ignorable_Code_Point}\p{Me}[\p{M}&&\p{Script=Inherited}]]--[\u3099\u309a]]|[\p{Cc}--\s]/v;
const ACCENTS = /[[\p{M}&&\p{Script=Inherited}]--[\u3099\u309a]]/gv;
const LETTER = /[\p{L}\p{N}\p{M}]/v;
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/v;
const BETWEEN_WORDS = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u3000-\u303f,;:!?"\/\\\|\&]/v;
const APOSTROPHES = "'’ʼ＇`´";
const PAGE = 256;

/** What the first 65,536 code points count as; 0 where nobody has asked yet. Whoever reads long texts looks here first. */
export const FOLDED = new Int32Array(0x10000);
const above: (Int32Array | undefined)[] = [];
const sequences: (readonly number[])[] = [];

/** @returns what a code point counts as, see marks.ts: worked out once for each 256 neighbours */
export function fold(codePoint: number): number {
  if (codePoint < FOLDED.length) return FOLDED[codePoint] || foldNeighbours(codePoint);
  const page = (above[codePoint >> 8] ??= pageOf(codePoint >> 8));
  return page[codePoint & (PAGE - 1)]!;
}

/** The letters of what counts as several. */
export const expansionAt = (folded: number): readonly number[] => sequences[folded & ~EXPANSION]!;

function foldNeighbours(codePoint: number): number {
  FOLDED.set(pageOf(codePoint >> 8), codePoint & ~(PAGE - 1));
  return FOLDED[codePoint]!;
}

function pageOf(number: number): Int32Array {
  return Int32Array.from({ length: PAGE }, (_, i) => foldAnew(String.fromCodePoint(number * PAGE + i)));
}

function foldAnew(character: string): number {
  if (APOSTROPHES.includes(character)) return APOSTROPHE;
  if (INVISIBLE.test(character)) return IGNORABLE;
  if (/\s/u.test(character)) return SPACE;
  const compatible = character.normalize('NFKC');
  const sign = SYMBOL_LETTERS[compatible];
  if (sign) return sign.charCodeAt(0) | DISGUISED | SYMBOL_LETTER;
  const letters = lettersOf(confusableLetter(character) === undefined ? compatible : character);
  if (letters.length === 1) return letters[0]! | (/\p{Lu}/u.test(compatible) ? UPPER : 0);
  if (letters.length > 1) return EXPANSION | (sequences.push(letters) - 1);
  if (compatible.trim() === '') return SPACE;
  return BETWEEN_WORDS.test(compatible) ? PUNCTUATION : SYMBOL;
}

function lettersOf(compatible: string): number[] {
  const bare = [...compatible].map((each) => each.normalize('NFD').replace(ACCENTS, '').normalize('NFC')).join('');
  return [...bare].flatMap(foldLetter);
}

function foldLetter(letter: string): number[] {
  const code = (character: string): number => character.codePointAt(0)!;
  if (NO_SPACES.test(letter)) return LETTER.test(letter) ? [code(simplified(letter)) | UNSEGMENTED] : [];
  // Upper first, as full case folding does: ß is ss.
  const lower = [...letter.toUpperCase().toLowerCase().normalize('NFD').replace(ACCENTS, '')];
  if (letter < '\x80') return LETTER.test(letter) ? lower.map(code) : [];
  const looks =
    confusableLetter(letter) ??
    confusableLetter(lower.join('')) ??
    confusableLetters(letter) ??
    confusableLetters(lower.join(''));
  if (looks) return [...looks].map((each) => code(each) | DISGUISED);
  return LETTER.test(letter) ? lower.map(code) : [];
}
