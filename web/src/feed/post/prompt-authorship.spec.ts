import { describe, expect, it } from '@jest/globals';
import { authoredSpans } from './prompt-authorship.js';

const [ann, bo] = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bo' },
];
const value = (authorship: { from: number; until: number; userId: string }[], prompt = 'red fox, snow') =>
  authoredSpans({ prompt, authorship }, [ann, bo]).map(({ text, by }) => `${by?.name ?? '-'}:${text}`);

describe('[W30] a prompt and who wrote it', () => {
  it('stands in parts by their writers, whole', () => {
    expect(
      value([
        { from: 9, until: 13, userId: 'b' },
        { from: 0, until: 7, userId: 'a' },
      ]),
    ).toEqual(['Ann:red fox', '-:, ', 'Bo:snow']);
  });

  it('loses nothing where hands overlap, reach beyond it, belong to nobody known or are not told', () => {
    const strange = value([
      { from: 0, until: 7, userId: 'a' },
      { from: 4, until: 9, userId: 'b' },
      { from: 9, until: 99, userId: 'gone' },
    ]);
    expect(strange).toEqual(['Ann:red fox', 'Bo:, ', '-:snow']);
    expect(authoredSpans({ prompt: 'a fox' }, []).map(({ text }) => text)).toEqual(['a fox']);
    expect(value([], '')).toEqual([]);
  });
});
