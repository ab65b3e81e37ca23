/**
 * Words that can stand on a border of a Chinese term: those that end with its first characters, and those that begin with its last ones.
 * Where both stand around a border, as in 水口|交汇, the term between them is chance. Prints libs/word-filter/lists/border-words.ts.
 *
 *     npm run bench -- learn-border-words dict.txt    (lines of a word and its frequency, as jieba's)
 */
import { readFileSync } from 'node:fs';

import { BUILT_IN_TERMS, WordFilter } from '../../dist/libs/word-filter/index.js';

/** Rarer words are names and errors of the dictionary. */
const MIN_FREQUENCY = 20;
const MAX_LENGTH = 4;
/** A longer term isn't chance. */
const MAX_TERM_LENGTH = 3;
const HAN = /^\p{Script=Han}+$/u;
const WIDTH = 260;

const [file] = process.argv.slice(2);
const terms = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const filter = new WordFilter(terms.map(({ text }) => ({ id: text, text })));
const searched = new Set(
  terms
    .flatMap(({ text }) => text.split(/ [+|] /u))
    .filter((word) => !(word.startsWith('*') && word.endsWith('*')))
    .map((word) => word.replaceAll('*', ''))
    .filter((word) => HAN.test(word) && word.length > 1 && word.length <= MAX_TERM_LENGTH),
);
const parts = (term, partOf) => Array.from({ length: term.length - 1 }, (_, i) => partOf(term, i + 1));
const starts = new Set([...searched].flatMap((term) => parts(term, (text, cut) => text.slice(0, cut))));
const ends = new Set([...searched].flatMap((term) => parts(term, (text, cut) => text.slice(cut))));

const words = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => line.split(' '))
  .filter(([word, frequency]) => HAN.test(word) && word.length > 1 && Number(frequency) >= MIN_FREQUENCY)
  .map(([word]) => word)
  .filter((word) => word.length <= MAX_LENGTH && filter.find(word).length === 0);
const lengths = [1, 2];
const before = words.filter((word) =>
  lengths.some((length) => length < word.length && starts.has(word.slice(-length))),
);
const after = words.filter((word) => lengths.some((length) => length < word.length && ends.has(word.slice(0, length))));

function lines(list) {
  const rows = [''];
  for (const word of list) {
    if (rows.at(-1).length * 2 + word.length * 2 > WIDTH) rows.push('');
    rows[rows.length - 1] += `${rows.at(-1) === '' ? '' : ' '}${word}`;
  }
  return rows.join('\n');
}
console.log(`/** From jieba's dictionary (see LISTS.md), written by \`npm run bench -- learn-border-words\`. */

/** Words that end with the first characters of a term. */
export const WORDS_BEFORE_BORDER = \`
${lines(before)}\`;

/** Words that begin with the last characters of a term. */
export const WORDS_AFTER_BORDER = \`
${lines(after)}\`;`);
