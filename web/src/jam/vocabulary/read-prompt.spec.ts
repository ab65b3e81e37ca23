import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { VocabularyView } from '@visionary/contract';
import { nearestEntries } from './nearest-entries.js';
import { readPrompt } from './read-prompt.js';
import { indexVocabulary, withKnownWords, wordOf } from './vocabulary-index.js';
import { hasHan } from './word-forms.js';

const { tiles: _tiles, ...file } = JSON.parse(
  readFileSync('models/visionary-mini/vocabulary.json', 'utf8'),
) as object & {
  tiles?: unknown;
};
const index = indexVocabulary(VocabularyView.parse(file));
const unknownIn = (prompt: string) => readPrompt(prompt, index).unknown.map(({ text }) => text);
const usedIn = (prompt: string) =>
  readPrompt(prompt, index).used.map(({ entry }) => wordOf(index.entries[entry]!, false));
const near = (word: string) => nearestEntries(word, index).map((entry) => wordOf(entry, hasHan(word)));

describe('[J20] what the model knows of a prompt', () => {
  it.each([
    ['a small lighthouse on black rocks, (warm lamp light:1.2), dusk', ['lighthouse', 'rocks']],
    ['a trawler coming home', ['trawler']],
    ['an old sailor portrait', ['sailor', 'portrait']],
    ['cyberpunk street', ['cyberpunk']],
    ['two Foxes and three wolves, masterpiece, best quality, 4k', []],
    ['a T-Rex and a hot dog <lora:wet paper:0.8> BREAK snow', []],
    ['[fox:owl:0.4] AND red car :0.8', []],
    ['a hot air balloon in the sky', ['hot air balloon']],
    ["the princess's castle", []],
    ['a photo of a cat in the snow, highly detailed, sharp focus', []],
    ['雪地里的小狐狸', []],
    ['一张夜晚的猫头鹰的图片，杰作，高质量', []],
    ['老水手在海边', ['水手']],
    ['赛博朋克街道', ['赛博朋克']],
    ['马路上的红色汽车', ['马路']],
    ['骑着自行车的猫', []],
    ['两只穿T恤的企鹅在城堡前', []],
    ['凤凰和龙', ['凤凰']],
    ['黄昏时岩石上的灯塔', ['岩石', '灯塔']],
  ])('marks in %j only %j', (prompt, words) => expect(unknownIn(prompt)).toEqual(words));

  it('finds what a prompt names, in either language and in the plural', () => {
    expect(usedIn('two foxes in the snow, hot dog')).toEqual(['fox', 'snow', 'hot dog']);
    expect(usedIn('雪地里的狐狸和热狗')).toEqual(['snow', 'fox', 'hot dog']);
    expect(usedIn('熊猫')).toEqual(['panda']);
  });

  it('positions are those of the prompt', () => {
    const prompt = '(a (trawler:1.2)), 水手';
    for (const { from, to, text } of readPrompt(prompt, index).unknown) expect(prompt.slice(from, to)).toBe(text);
    expect(unknownIn(prompt)).toEqual(['trawler', '水手']);
  });

  it('words that a LoRA reacts to are known', () => {
    const withLora = withKnownWords(index, ['Wet Paper']);
    expect(readPrompt('fox, wet paper', withLora).unknown).toEqual([]);
  });
});

describe('[J21] words near one that the model does not know', () => {
  it.each([
    ['trawler', ['sailboat', 'ship']],
    ['trawlers', ['sailboat', 'ship']],
    ['水手', ['帆船']],
    ['cyberpunk', ['robot']],
    ['pengiun', ['penguin']],
    ['lightouse', []],
    ['渔船', ['帆船', '轮船']],
    ['小木船', ['帆船']],
    ['astronauts', ['astronaut']],
    ['qwertz', []],
  ])('of %s has %j', (word, expected) => {
    if (expected.length === 0) expect(near(word)).toEqual([]);
    else expect(near(word)).toEqual(expect.arrayContaining(expected));
    expect(near(word).length).toBeLessThanOrEqual(3);
  });
});
