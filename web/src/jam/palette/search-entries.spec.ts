import { describe, expect, it } from '@jest/globals';
import type { VocabularyView } from '@visionary/contract';
import { indexVocabulary, wordOf } from '../vocabulary/vocabulary-index.js';
import { searchEntries } from './search-entries.js';

const name = { en: 'Things', zh: '东西' };
const vocabulary: VocabularyView = {
  groups: [
    {
      kind: 'thing',
      name,
      entries: [
        { en: ['fox', 'little fox'], zh: ['狐狸'] },
        { en: ['hot dog'], zh: ['热狗'] },
      ],
    },
    { kind: 'style', name: { en: 'Styles', zh: '风格' }, entries: [{ en: ['ink'], zh: ['水墨'] }] },
    { kind: 'place', name, entries: [{ en: ['snow'], zh: ['雪地'] }] },
  ],
  also: { en: [], zh: [] },
  near: [{ words: ['wolf', '狼'], entries: [0] }],
};
const index = indexVocabulary(vocabulary);
const find = (query: string) => {
  const { groups, near } = searchEntries(query, index);
  return [
    groups.flatMap(({ entries }) => entries).map((entry) => wordOf(entry, false)),
    near.map((entry) => wordOf(entry, false)),
  ];
};

describe('[J23] searching the palette', () => {
  it.each([
    ['fo', ['fox'], []],
    ['DOG', ['hot dog'], []],
    ['狐', ['fox'], []],
    ['地', ['snow'], []],
    ['style', ['ink'], []],
    ['风格', ['ink'], []],
    ['ox', [], []],
    ['wolf', [], ['fox']],
    ['狼', [], ['fox']],
    ['snw', [], []],
    ['snoww', [], ['snow']],
  ])('for %s finds %j, or near it %j', (query, found, near) => expect(find(query)).toEqual([found, near]));
});
