import { isRejection, Rejection } from '@visionary/kernel';
import { styledLetter } from '@visionary/word-filter/normalization';
import unhomoglyph from 'unhomoglyph';
import type { NameKeys } from '../domain/account.js';

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Accents that any letter can have. Marks of one script (Devanagari vowels, kana voicing) distinguish words and stay. */
const ACCENTS = /[\p{Script=Inherited}--[\u3099\u309a]]/gv;
const MAX_KEY_LENGTH = 255;

const stripMarks = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').normalize('NFD').replace(ACCENTS, '').normalize('NFC');

/** Uppercase first maps ß to SS and ı to I, like full case folding. */
const foldCase = (text: string): string => text.toUpperCase().toLowerCase();

const fold = (visible: string): string => foldCase(stripMarks(unhomoglyph(foldCase(visible))));

/** A letter of another alphabet or style as the plain letter that it looks like. A capital that looks like l is an I. */
const plainLetter = (character: string): string => {
  const letters = styledLetter(character) ?? unhomoglyph(character);
  if (!/^[A-Za-z]+$/.test(letters)) return character;
  return letters === 'l' && /\p{Lu}/u.test(character) ? 'i' : letters;
};

/**
 * Two names are the same when either key is. `folded` ignores case, width, accents and confusable letters of other
 * alphabets; `confusable` catches look-alikes in one case (capital I for l). `plain` is `folded` after capitals of other
 * alphabets, small capitals and enclosed letters became plain letters. Confusable characters are those of Unicode's
 * security mechanisms (UTS 39).
 * @throws Rejection INVALID when nothing visible is left
 */
export const nameKeys = (name: string): Required<NameKeys> => {
  const visible = stripMarks(name).trim().replace(/\s+/gu, ' ');
  const confusable = unhomoglyph(visible);
  const folded = fold(visible);
  const plain = fold(visible.replace(/\P{ASCII}/gu, plainLetter));
  if (!folded || Math.max(folded.length, confusable.length, plain.length) > MAX_KEY_LENGTH) {
    throw new Rejection('INVALID', { field: 'name', reason: 'letters or digits' });
  }
  return { folded, confusable, plain };
};

/** @returns null for text that cannot be a name */
export const nameKeysOrNull = (search: string): Required<NameKeys> | null => {
  try {
    return nameKeys(search);
  } catch (error) {
    if (isRejection(error)) return null;
    throw error;
  }
};

/** @returns null for text that cannot be a name */
export const foldNameOrNull = (search: string): string | null => nameKeysOrNull(search)?.folded ?? null;
