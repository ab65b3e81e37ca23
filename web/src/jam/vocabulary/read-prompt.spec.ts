import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { VocabularyView } from '@visionary/contract';
import { betterEntries, nearestEntries } from './nearest-entries.js';
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
    ['a steampunk owl, (warm lamp light:1.2), dusk', ['steampunk']],
    ['a gondola coming home', ['gondola']],
    ['a weaver at her loom, portrait', ['weaver', 'loom']],
    ['a small lighthouse on black rocks', []],
    ['two Foxes and three wolves, masterpiece, best quality, 4k', []],
    ['a T-Rex and a hot dog <lora:wet paper:0.8> BREAK snow', []],
    ['[fox:owl:0.4] AND red car :0.8', []],
    ['a hot air balloon in the sky', []],
    ["the princess's castle", []],
    ['a photo of a cat in the snow, highly detailed, sharp focus', []],
    ['雪地里的小狐狸', []],
    ['一张夜晚的猫头鹰的图片，杰作，高质量', []],
    ['老水手在游艇上', ['游艇']],
    ['蒸汽朋克的猫头鹰', ['蒸汽朋克']],
    ['麒麟和龙', ['麒麟']],
    ['黄昏时岩石上的灯塔', []],
    ['骑着自行车的猫', []],
    ['两只穿T恤的企鹅在城堡前', []],
  ])('marks in %j only %j', (prompt, words) => expect(unknownIn(prompt)).toEqual(words));

  it('knows every word of the prompts that the model suggests', () => {
    const { examples } = JSON.parse(readFileSync('models/visionary-mini/visionary.json', 'utf8')) as {
      examples: Record<'en' | 'zh', string[]>;
    };
    expect([...examples.en, ...examples.zh].flatMap(unknownIn)).toEqual([]);
  });

  it('finds what a prompt names, in either language and in the plural', () => {
    expect(usedIn('two foxes in the snow, hot dog')).toEqual(['fox', 'snow', 'hot dog']);
    expect(usedIn('雪地里的狐狸和热狗')).toEqual(['snow', 'fox', 'hot dog']);
    expect(usedIn('熊猫')).toEqual(['panda']);
  });

  it('positions are those of the prompt', () => {
    const prompt = '(a (gondola:1.2)), 麒麟';
    for (const { from, to, text } of readPrompt(prompt, index).unknown) expect(prompt.slice(from, to)).toBe(text);
    expect(unknownIn(prompt)).toEqual(['gondola', '麒麟']);
  });

  it('words that a LoRA reacts to are known', () => {
    const withLora = withKnownWords(index, ['Wet Paper']);
    expect(readPrompt('fox, wet paper', withLora).unknown).toEqual([]);
  });
});

describe('[J21] words near one that the model does not know', () => {
  it.each([
    ['gondola', ['sailboat', 'canoe']],
    ['gondolas', ['sailboat', 'canoe']],
    ['哈士奇', ['狗', '狼']],
    ['steampunk', ['robot']],
    ['pengiun', ['penguin']],
    ['lightouse', ['lighthouse']],
    ['wolverine', []],
    ['游艇', ['帆船', '渡轮']],
    ['小木船', ['帆船']],
    ['astronauts', ['astronaut']],
    ['qwertz', []],
  ])('of %s has %j', (word, expected) => {
    if (expected.length === 0) expect(near(word)).toEqual([]);
    else expect(near(word)).toEqual(expect.arrayContaining(expected));
    expect(near(word).length).toBeLessThanOrEqual(3);
  });
});

describe('[J27] more things than the model draws at once', () => {
  const crowdedIn = (prompt: string, most?: number) =>
    readPrompt(prompt, { ...index, atOnce: most === undefined ? {} : { thing: most } }).crowd?.used.map(
      ({ text }) => text,
    ) ?? [];

  it('are named, each once, and places, styles and colors are none', () => {
    expect(crowdedIn('two penguins and a penguin with a scarf, snow, ink, red', 1)).toEqual(['penguin', 'scarf']);
    expect(crowdedIn('戴着围巾的企鹅', 1)).toEqual(['围巾', '企鹅']);
    expect(crowdedIn('a fox in the forest, pixel art, night', 1)).toEqual([]);
  });

  it('are counted by kind, things first', () => {
    const crowdOf = (prompt: string) => readPrompt(prompt, { ...index, atOnce: { thing: 2, style: 1 } }).crowd;
    expect(crowdOf('雪地里的熊猫，剪纸，霓虹')).toMatchObject({ kind: 'style', most: 1 });
    expect(crowdOf('a fox, a cat and a dog, ink, neon')).toMatchObject({ kind: 'thing', most: 2 });
    expect(crowdOf('a fox and a cat, ink')).toBeNull();
  });

  it('are no matter up to the number, nor for a model that says none', () => {
    expect(crowdedIn('a fox and a cat', 2)).toEqual([]);
    expect(crowdedIn('a fox, a cat and a dog', 2)).toEqual(['fox', 'cat', 'dog']);
    expect(crowdedIn('a fox, a cat and a dog')).toEqual([]);
  });
});

describe('[J25] what the model draws only roughly', () => {
  const entry = (en: string, rough?: true) => ({ en: [en], zh: [], ...(rough && { rough }) });
  const animals = indexVocabulary(
    VocabularyView.parse({
      groups: [
        {
          kind: 'thing',
          name: { en: 'Animals', zh: '动物' },
          entries: [entry('fox'), entry('cat'), entry('pig', true), entry('goat', true), entry('cow'), entry('horse')],
        },
        { kind: 'style', name: { en: 'Styles', zh: '风格' }, entries: [entry('ink')] },
      ],
      near: [{ words: ['hog'], entries: [2, 4] }],
    }),
  );
  const words = (entries: readonly { readonly en: readonly string[] }[]) => entries.map(({ en }) => en[0]);

  it('is known, and found in the prompt', () => {
    const { rough, unknown, used } = readPrompt('a fox, two pigs', animals);
    expect(rough).toEqual([{ from: 11, to: 15, text: 'pigs', entry: 2 }]);
    expect([unknown, used.length]).toEqual([[], 2]);
  });

  it('gives way to what is drawn better, of the same kind', () => {
    expect(words(betterEntries(2, animals))).toEqual(['cat', 'fox', 'cow']);
    expect(words(nearestEntries('hog', animals))).toEqual(['cow', 'pig']);
  });
});
