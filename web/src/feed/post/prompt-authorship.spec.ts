import { describe, expect, it } from '@jest/globals';
import { authoredSpans } from './prompt-authorship.js';

const [ann, bo] = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bo' },
];
const value = (authorship: { from: number; until: number; userId: string }[], prompt = 'red fox, snow') =>
  authoredSpans({ prompt, authorship }, [ann, bo]).map(({ text, by }) => `${by?.name ?? '-'}:${text}`);

describe('[W30] prompt authorship', () => {
  it('splits the whole prompt by author', () => {
    expect(
      value([
        { from: 9, until: 13, userId: 'b' },
        { from: 0, until: 7, userId: 'a' },
      ]),
    ).toEqual(['Ann:red fox', '-:, ', 'Bo:snow']);
  });

  it('loses no text when spans overlap, exceed the prompt, have unknown authors, or are missing', () => {
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
