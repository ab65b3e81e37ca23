import { RARE_LOOK_ALIKES } from '../lists/look-alikes.js';
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
import { toSimplified } from './simplified-chinese.js';

const INVISIBLE =
  /[[\p{Default_Ignorable_Code_Point}\p{Me}[\p{M}&&\p{Script=Inherited}]]--[\u3099\u309a]]|[\p{Cc}--\s]/v;
const ACCENTS = /[[\p{M}&&\p{Script=Inherited}]--[\u3099\u309a]]/gv;
const LETTER = /[\p{L}\p{N}\p{M}]/v;
const UNSEGMENTED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/v;
const PUNCTUATION_MARK = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u3000-\u303f,;:!?"\/\\\|\&]/v;
const APOSTROPHES = "'’ʼ＇`´";
const PAGE = 256;

/** Character codes of the basic plane; 0 until computed. A fast path for long texts. */
export const FOLDED = new Int32Array(0x10000);
const supplementaryPages: (Int32Array | undefined)[] = [];
const sequences: (readonly number[])[] = [];

/** @returns the character code (see char-codes.ts) of a code point; computed once */
export function fold(codePoint: number): number {
  if (codePoint < FOLDED.length) return (FOLDED[codePoint] ||= computeFold(codePoint));
  const page = (supplementaryPages[codePoint >> 8] ??= new Int32Array(PAGE));
  return (page[codePoint & (PAGE - 1)] ||= computeFold(codePoint));
}

/** The letters of a code with the flag EXPANSION. */
export const expansionAt = (folded: number): readonly number[] => sequences[folded & ~EXPANSION]!;

function computeFold(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (APOSTROPHES.includes(character)) return APOSTROPHE;
  if (INVISIBLE.test(character)) return IGNORABLE;
  if (/\s/u.test(character)) return SPACE;
  const nfkc = character.normalize('NFKC');
  const symbolLetter = SYMBOL_LETTERS[nfkc];
  if (symbolLetter) return symbolLetter.charCodeAt(0) | DISGUISED | SYMBOL_LETTER;
  const letters = lettersOf(confusableLetter(character) === undefined ? nfkc : character);
  if (letters.length === 1) return letters[0]! | (/\p{Lu}/u.test(nfkc) ? UPPER : 0);
  if (letters.length > 1) return EXPANSION | (sequences.push(letters) - 1);
  if (nfkc.trim() === '') return SPACE;
  return PUNCTUATION_MARK.test(nfkc) ? PUNCTUATION : SYMBOL;
}

function lettersOf(nfkc: string): number[] {
  const withoutAccents = [...nfkc]
    .map((character) => character.normalize('NFD').replace(ACCENTS, '').normalize('NFC'))
    .join('');
  return [...withoutAccents].flatMap(foldLetter);
}

function foldLetter(letter: string): number[] {
  const code = (character: string): number => character.codePointAt(0)!;
  if (UNSEGMENTED_SCRIPT.test(letter)) {
    return LETTER.test(letter) ? [code(toSimplified(RARE_LOOK_ALIKES.get(letter) ?? letter)) | UNSEGMENTED] : [];
  }
  // Upper case first, as in full case folding: ß becomes ss.
  const lower = [...letter.toUpperCase().toLowerCase().normalize('NFD').replace(ACCENTS, '')];
  if (letter < '\x80') return LETTER.test(letter) ? lower.map(code) : [];
  const confusable =
    confusableLetter(letter) ??
    confusableLetter(lower.join('')) ??
    confusableLetters(letter) ??
    confusableLetters(lower.join(''));
  if (confusable) return [...confusable].map((each) => code(each) | DISGUISED);
  return LETTER.test(letter) ? lower.map(code) : [];
}
