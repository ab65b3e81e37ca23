import { describe, expect, it } from '@jest/globals';
import { VocabularyFile } from '@visionary/contract';
import { translationsOf } from './word-translations.js';

const file = VocabularyFile.parse({
  groups: [
    {
      kind: 'thing',
      name: { en: 'Things', zh: '东西' },
      entries: [
        { en: ['fox', 'little fox'], zh: ['狐狸', '小狐狸'] },
        { en: ['coffee', 'tea'], zh: ['咖啡', '茶'] },
        { en: ['panda'], zh: ['熊猫', '大熊猫'] },
        { en: ['cherry'], zh: ['樱桃'] },
      ],
    },
  ],
});
const translations = translationsOf([file]);
const of = (word: string) => [...(translations.get(word) ?? [])];

describe('[F97] words of a vocabulary in the other language', () => {
  it.each([
    ['fox', ['狐狸']],
    ['foxes', ['狐狸']],
    ['狐狸', ['fox', 'foxes']],
    ['tea', ['茶']],
    ['panda', ['熊猫', '大熊猫']],
    ['cherries', ['樱桃']],
    ['wolf', []],
  ])('%s is %j', (word, expected) => expect(of(word)).toEqual(expected));
});
