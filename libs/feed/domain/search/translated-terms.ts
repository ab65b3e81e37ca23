import { parseQuery, type QueryTerm, tokenize } from '@visionary/kernel';
import { EVERY } from './post-search.js';

const HAN_CHARACTER = /^\p{Script=Han}$/u;
/** What stands before and after a word of one character. 猫 in 熊猫 or 猫头鹰 is no cat. */
const BEFORE = '的只匹头条个小';
const AFTER = ['', '在', '和'];

/** Terms that find a translated word itself, and no longer word that contains it. */
export function translatedTerms(word: string): QueryTerm[] {
  if (HAN_CHARACTER.test(word)) return characterTerms(word);
  const [term, ...others] = parseQuery(word);
  if (!term) return [];
  // Chinese terms are phrases of pairs; those of other scripts would match as prefixes.
  if (others.length === 0 && !term.isPrefix) return [term];
  return termsOf(tokenize(word));
}

const termsOf = ([first, ...others]: readonly string[]): QueryTerm[] =>
  first === undefined ? [] : [{ tokens: [first, ...others], isPrefix: false }];

function characterTerms(character: string): QueryTerm[] {
  const pairs = [...BEFORE].flatMap((before) => AFTER.map((after) => tokenize(before + character + after).slice(0, 2)));
  return [[EVERY, ...tokenize(character)], ...pairs].flatMap(termsOf);
}
