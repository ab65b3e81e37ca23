import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { searchEmoji, groupEmoji, withSkinTone, toFullyQualified, type EmojiEntry } from './emoji-list.js';

const list = (language: string) =>
  JSON.parse(readFileSync(`node_modules/emojibase-data/${language}/compact.json`, 'utf8')) as EmojiEntry[];

describe('the emoji list', () => {
  it.each(['en', 'zh'])('contains in %s only emoji that the server accepts, without duplicates', (language) => {
    const all = groupEmoji(list(language)).flatMap(({ emoji }) => emoji.map((one) => one.emoji));
    expect(all.length).toBeGreaterThan(1800);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((emoji) => !/^\p{RGI_Emoji}$/v.test(emoji))).toEqual([]);
    expect(all).toEqual(expect.arrayContaining(['👍', '❤️', '🔥', '🇨🇳']));
  });

  it('is searched by every word, in either language', () => {
    expect(searchEmoji(groupEmoji(list('en')), 'thumbs up').map(({ emoji }) => emoji)).toContain('👍');
    expect(searchEmoji(groupEmoji(list('zh')), '赞成').map(({ emoji }) => emoji)).toContain('👍');
    expect(searchEmoji(groupEmoji(list('en')), 'no such emoji anywhere')).toEqual([]);
  });

  it.each([
    ['en', 'heart', '❤️'],
    ['en', 'fire', '🔥'],
    ['en', 'thumbs', '👍'],
    ['en', 'flame', '🔥'],
    ['zh', '心', '❤️'],
    ['zh', '火', '🔥'],
  ])('shows first in %s for “%s” the emoji with that name: %s', (language, query, first) => {
    expect(searchEmoji(groupEmoji(list(language)), query)[0]?.emoji).toBe(first);
  });

  it('ranks whole words of the name first, then prefixes, parts, and tags', () => {
    const entry = (label: string, unicode: string, ...tags: string[]) => ({ label, unicode, tags, group: 0 });
    const entries = [
      entry('winking face', '😉', 'heartbreaker'),
      entry('love letter', '💌', 'heart'),
      entry('sweetheart', '🥰'),
      entry('two hearts', '💕'),
      entry('heart with arrow', '💘'),
      entry('red heart', '❤️'),
      entry('heart', '💟'),
    ];
    const all = searchEmoji(groupEmoji(entries), 'Heart').map(({ emoji }) => emoji);
    expect(all).toEqual(['💟', '❤️', '💘', '💕', '🥰', '💌', '😉']);
  });

  it('recognizes the recommended form, and rejects letters', () => {
    expect([
      toFullyQualified('👍\uFE0F'),
      toFullyQualified('❤\uFE0F'),
      toFullyQualified('🇦'),
      toFullyQualified('a'),
    ]).toEqual(['👍', '❤️', null, null]);
  });

  it('[C37] offers an emoji in the five skin tones if it has them, and two people only in the same tone', () => {
    const all = groupEmoji(list('en')).flatMap(({ emoji }) => emoji);
    const toned = (plain: string) => {
      const one = all.find(({ emoji }) => emoji === plain);
      return one && [withSkinTone(one, 0), withSkinTone(one, 1), withSkinTone(one, 5)].join(' ');
    };
    expect(toned('👍')).toBe('👍 👍🏻 👍🏿');
    expect(toned('🧑‍🤝‍🧑')).toBe('🧑‍🤝‍🧑 🧑🏻‍🤝‍🧑🏻 🧑🏿‍🤝‍🧑🏿');
    expect(toned('🔥')).toBe('🔥 🔥 🔥');
    expect(all.flatMap((one) => one.toned ?? []).filter((one) => !/^\p{RGI_Emoji}$/v.test(one))).toEqual([]);
  });
});
