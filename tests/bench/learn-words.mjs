/**
 * What the Chinese lists stumble over where two words meet, learnt from a dictionary: each word of it that begins with the end of a
 * term is put behind the term's beginning, and each that ends with its beginning before its end; what is found there all the same is
 * printed, one a line, for libs/word-filter/lists/segmentation-exceptions.ts. Words that hold a term themselves are left out.
 *
 *     npm run bench -- learn-words dict.txt    (lines of a word and how often it is met, as jieba's are)
 */
import { readFileSync } from 'node:fs';

import { BUILT_IN_TERMS, WordFilter } from '../../dist/libs/word-filter/index.js';

/** Rarer words don't matter, nor do parts of a term that are no common words by themselves. */
const OFTEN = 500;
const COMMON = 3000;
/** Longer terms hardly ever occur by chance, so a match is real. */
const LONGEST = 3;
const HAN = /^\p{Script=Han}+$/u;

const [file] = process.argv.slice(2);
const terms = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const filter = new WordFilter(terms.map(({ text }) => ({ id: text, text })));
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => line.split(' '));
const times = new Map(lines.map(([word, count]) => [word, Number(count)]));
const words = [...times.keys()].filter(
  (word) => HAN.test(word) && times.get(word) >= OFTEN && filter.find(word).length === 0,
);
const isCommon = (piece) => times.get(piece) >= COMMON;

const grouped = (key) => Map.groupBy(words, key);
const byFirst = grouped((word) => word[0]);
const byLast = grouped((word) => word.at(-1));
const learnt = new Set();
for (const { text, category } of terms) {
  const term = text.replaceAll('*', '');
  if (!HAN.test(term) || term.length > LONGEST || category === 'minors') continue;
  for (let cut = 1; cut < term.length; cut++) {
    const [head, tail] = [term.slice(0, cut), term.slice(cut)];
    for (const word of byFirst.get(tail[0]) ?? []) {
      if (isCommon(head) && word.length > tail.length && word.startsWith(tail)) learnt.add(head + word);
    }
    for (const word of byLast.get(head.at(-1)) ?? []) {
      if (isCommon(tail) && word.length > head.length && word.endsWith(head)) learnt.add(word + tail);
    }
  }
}
console.log([...learnt].filter((text) => filter.find(text).length > 0).join('\n'));
