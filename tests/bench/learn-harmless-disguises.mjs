/**
 * Disguises of built-in terms that are words by themselves. Prints libs/word-filter/lists/harmless-disguises.ts.
 *
 *     npm run bench -- learn-harmless-disguises pinyin-pro/dist/index.mjs dict.txt text ...
 *
 * `dict.txt` is jieba's dictionary; the texts are English words, one a line, or Chinese texts without blocked terms, all of whose matches
 * count as mistakes.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { disguisesOf } from '../../dist/libs/word-filter/disguises/disguises.js';
import { BUILT_IN_TERMS, WordFilter } from '../../dist/libs/word-filter/index.js';
import { HARMLESS_DISGUISES } from '../../dist/libs/word-filter/lists/harmless-disguises.js';

const HAN = /^\p{Script=Han}+$/u;
/** Rarer words are errors of the dictionary more often than not. */
const MIN_FREQUENCY = 3;
/** Rarer words don't make their pinyin ambiguous. */
const MIN_SPOKEN_FREQUENCY = 10;
const WIDTH = 135;
/** Other spellings of listed words, and 没穿, which is checked by what follows. */
const SPELLINGS = new Set(['王八旦', '作爱', '傻比', '沙比', '牛比', '操尼', '阴脣', '没穿']);
/** Other forms of an age. */
const AGE = /岁$/u;
const isSpelling = (word) => SPELLINGS.has(word) || AGE.test(word);

const [library, dictionary, ...files] = process.argv.slice(2);
const { pinyin } = await import(pathToFileURL(resolve(library)).href);
const soundsOf = (word, toneType) => pinyin(word, { toneType, type: 'array' }).join('').replaceAll('ü', 'u');

const listed = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const words = new Set(listed.flatMap(({ text }) => text.split(/ [+|] /u)));
const bare = new Set([...words].map((word) => word.replaceAll('*', '')));
const disguises = new Set(
  [...words].flatMap((word) => disguisesOf(word, true, true).map(({ text }) => text.replaceAll('*', ''))),
);

const harmless = new Set(HARMLESS_DISGUISES.split(',').map((word) => word.trim()));
const keep = (text) => disguises.has(text) && harmless.add(text);
const spaced = Map.groupBy(
  [...disguises].filter((text) => text.includes(' ')),
  (text) => text.replaceAll(' ', ''),
);
for (const line of readFileSync(dictionary, 'utf8').split('\n')) {
  const [word, frequency] = line.split(' ');
  if (!HAN.test(word) || Number(frequency) < MIN_FREQUENCY || bare.has(word) || isSpelling(word)) continue;
  keep(word);
  if (word.length < 2 || Number(frequency) < MIN_SPOKEN_FREQUENCY) continue;
  for (const sounds of [soundsOf(word, 'none'), soundsOf(word, 'num')]) {
    keep(sounds);
    for (const text of spaced.get(sounds) ?? []) keep(text);
  }
}
const filter = new WordFilter(
  listed.map(({ text }) => ({ id: text, text })),
  BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text),
);
for (const file of files) {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    keep(line.trim().toLowerCase());
    if (!/\p{Script=Han}/u.test(line)) continue;
    for (const { matchedText } of filter.find(line)) keep(matchedText.toLowerCase());
  }
}
const rows = [''];
for (const text of [...harmless].filter((word) => word !== '').sort()) {
  if (rows.at(-1).length + text.length + 2 > WIDTH) rows.push('');
  rows[rows.length - 1] += `${rows.at(-1) === '' ? '' : ' '}${text},`;
}
console.log(`/** Words and names that a disguise of a built-in term would equal, written by \`npm run bench -- learn-harmless-disguises\` (see LISTS.md). */
export const HARMLESS_DISGUISES = \`
${rows.join('\n')}\`;`);
