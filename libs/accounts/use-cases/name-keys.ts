import { isRejection, Rejection } from '@visionary/kernel';
import unhomoglyph from 'unhomoglyph';
import type { NameKeys } from '../domain/account.js';

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Accents that any letter can take. Marks of a script of its own (Devanagari vowels, kana's voicing) tell words apart and stay. */
const ACCENTS = /[\p{Script=Inherited}--[\u3099\u309a]]/gv;
const KEY_LENGTH_MAX = 255;

const bare = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').normalize('NFD').replace(ACCENTS, '').normalize('NFC');

/** Upper first: it takes ß to SS and ı to I, as full case folding does. */
const caseless = (text: string): string => text.toUpperCase().toLowerCase();

/**
 * Two names are the same when either key is: `folded` catches other case, width, accents and letters of other alphabets,
 * `looks` catches what only passes for another in its own case (capital I for l). Confusable characters are those of
 * Unicode's security mechanisms (UTS 39).
 * @throws Rejection INVALID when nothing visible is left.
 */
export const nameKeys = (name: string): NameKeys => {
  const visible = bare(name).trim().replace(/\s+/gu, ' ');
  const confusable = unhomoglyph(visible);
  const folded = caseless(bare(unhomoglyph(caseless(visible))));
  if (!folded || Math.max(folded.length, confusable.length) > KEY_LENGTH_MAX) {
    throw new Rejection('INVALID', { field: 'name', reason: 'letters or digits' });
  }
  return { folded, confusable };
};

/** What nobody can be called finds nobody. */
export const foldNameOrNull = (search: string): string | null => {
  try {
    return nameKeys(search).folded;
  } catch (error) {
    if (isRejection(error)) return null;
    throw error;
  }
};
