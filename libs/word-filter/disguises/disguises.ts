import { HARMLESS_DISGUISES } from '../lists/harmless-disguises.js';
import { agesOf } from './ages.js';
import type { Disguise } from './disguise.js';
import { hardCOf, homophoneWordsOf, pinyinOf } from './spoken.js';
import { leftOutOf } from './left-out.js';
import { takenApartOf } from './taken-apart.js';
import { reversedOf, swappedOf } from './turned.js';

/** Also `12岁` and `傻b`. */
const CHINESE = /^(?=.*\p{Script=Han})[\p{Script=Han}a-z0-9]{2,}$/u;
const ALPHABET = /^[a-z0-9 ;]{3,}$/iu;
/** Longer words are sentences, which nobody disguises letter by letter. */
const MAX_LENGTH = 30;
/** Disguises of shorter words that were not compared with dictionaries may be other words. */
const MIN_UNREVIEWED = 6;
const MIN_UNREVIEWED_CHINESE = 3;

/** Characters, not only pinyin. */
const UNSPACED = /^(?=.*\p{Script=Han})[\p{Script=Han}a-z0-9]{3,}$/u;

const harmless = new Set(HARMLESS_DISGUISES.trim().split(/\s*,\s*/u));

const isHarmless = (text: string): boolean => harmless.has(text);

/**
 * Other ways to write a word, besides those that normalization undoes.
 * @param isReviewed whether its disguises were compared with dictionaries, as those of the built-in lists
 * @param isPart whether it matches only together with other words
 */
export function disguisesOf(word: string, isReviewed: boolean, isPart = false): Disguise[] {
  const text = word.replaceAll('*', '').trim().toLowerCase();
  const characters = [...text];
  const isChinese = CHINESE.test(text);
  if ((!isChinese && !ALPHABET.test(text)) || characters.length > MAX_LENGTH) return [];
  if (!isReviewed && characters.length < (isChinese ? MIN_UNREVIEWED_CHINESE : MIN_UNREVIEWED)) return [];
  const all = [...reversedOf(text, isChinese), ...swappedOf(text, isChinese), ...agesOf(text)];
  if (!isChinese) all.push(...hardCOf(text));
  else {
    all.push(...pinyinOf(characters, { isPart, isHarmless }));
    all.push(...homophoneWordsOf(characters, isPart), ...takenApartOf(characters), ...leftOutOf(text));
  }
  const texts = new Map(all.map((disguise) => [disguise.text, disguise]));
  texts.delete(text);
  const certain = [...texts.values()].filter(
    ({ text: other, requiredTones }) => requiredTones !== undefined || !isHarmless(other),
  );
  return certain.map((disguise) => ({ ...disguise, text: withWildcards(disguise.text, word.trim()) }));
}

/** A long disguise of Chinese continues as its term does. */
const withWildcards = (text: string, word: string): string => {
  if (!UNSPACED.test(text)) return text;
  return `${word.startsWith('*') ? '*' : ''}${text}${word.endsWith('*') ? '*' : ''}`;
};
