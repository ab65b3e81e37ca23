import { isRejection, Rejection } from '@visionary/kernel';
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

/**
 * Two names are the same when either key is. `folded` ignores case, width, accents and confusable letters of other
 * alphabets; `confusable` catches look-alikes in one case (capital I for l). Confusable characters are those of Unicode's
 * security mechanisms (UTS 39).
 * @throws Rejection INVALID when nothing visible is left
 */
export const nameKeys = (name: string): NameKeys => {
  const visible = stripMarks(name).trim().replace(/\s+/gu, ' ');
  const confusable = unhomoglyph(visible);
  const folded = foldCase(stripMarks(unhomoglyph(foldCase(visible))));
  if (!folded || Math.max(folded.length, confusable.length) > MAX_KEY_LENGTH) {
    throw new Rejection('INVALID', { field: 'name', reason: 'letters or digits' });
  }
  return { folded, confusable };
};

/** @returns null for text that cannot be a name */
export const foldNameOrNull = (search: string): string | null => {
  try {
    return nameKeys(search).folded;
  } catch (error) {
    if (isRejection(error)) return null;
    throw error;
  }
};
