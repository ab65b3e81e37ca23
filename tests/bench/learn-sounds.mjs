/**
 * Chinese characters by sound, except very rare ones, for disguises of Chinese terms. Prints libs/word-filter/lists/sounds.ts.
 *
 *     npm run bench -- learn-sounds dict.txt pinyin-pro/dist/index.mjs    (jieba's dictionary, and the unpacked package pinyin-pro)
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { BUILT_IN_TERMS } from '../../dist/libs/word-filter/index.js';

const CHARACTERS = 6600;
const HAN = /^\p{Script=Han}$/u;
const WIDTH = 250;
/** The usual reading in terms, where another is more frequent elsewhere. */
const READINGS = { 弹: 'dan4', 了: 'le5' };

const [dictionary, library] = process.argv.slice(2);
const { pinyin } = await import(pathToFileURL(resolve(library)).href);
const frequencies = new Map();
for (const line of readFileSync(dictionary, 'utf8').split('\n')) {
  const [word, frequency] = line.split(' ');
  for (const character of word) {
    if (HAN.test(character)) frequencies.set(character, (frequencies.get(character) ?? 0) + Number(frequency));
  }
}
const byFrequency = [...frequencies].sort((a, b) => b[1] - a[1]).map(([character]) => character);
const ofTerms = BUILT_IN_TERMS.flatMap(({ text }) => [...text]).filter((character) => HAN.test(character));
const bySound = new Map();
for (const character of new Set([...byFrequency.slice(0, CHARACTERS), ...ofTerms])) {
  const read = pinyin(character, { toneType: 'num', type: 'array' })[0].replace('ü', 'v').replace('0', '5');
  const sound = READINGS[character] ?? read;
  if (/^[a-z]+[1-5]$/u.test(sound)) bySound.set(sound, (bySound.get(sound) ?? '') + character);
}
const rows = [''];
for (const [sound, characters] of [...bySound].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const entry = `${sound}${characters}`;
  if (rows.at(-1).length + entry.length * 2 > WIDTH) rows.push('');
  rows[rows.length - 1] += `${rows.at(-1) === '' ? '' : ' '}${entry}`;
}
console.log(`/**
 * Characters by their most frequent reading, with its tone, from pinyin-pro (see LISTS.md), written by
 * \`npm run bench -- learn-sounds\`.
 */
export const CHARACTERS_BY_SOUND = \`
${rows.join('\n')}\`;`);
