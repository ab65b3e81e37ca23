import { describe, expect, it } from '@jest/globals';
import { handParts } from './prompt-hands.js';

const [ann, bo] = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bo' },
];
const said = (hands: { from: number; until: number; personId: string }[], prompt = 'red fox, snow') =>
  handParts({ prompt, hands }, [ann, bo]).map(({ text, by }) => `${by?.name ?? '-'}:${text}`);

describe('[W30] a prompt and who wrote it', () => {
  it('stands in parts by their writers, whole', () => {
    expect(
      said([
        { from: 9, until: 13, personId: 'b' },
        { from: 0, until: 7, personId: 'a' },
      ]),
    ).toEqual(['Ann:red fox', '-:, ', 'Bo:snow']);
  });

  it('loses nothing where hands overlap, reach beyond it, belong to nobody known or are not told', () => {
    const strange = said([
      { from: 0, until: 7, personId: 'a' },
      { from: 4, until: 9, personId: 'b' },
      { from: 9, until: 99, personId: 'gone' },
    ]);
    expect(strange).toEqual(['Ann:red fox', 'Bo:, ', '-:snow']);
    expect(handParts({ prompt: 'a fox' }, []).map(({ text }) => text)).toEqual(['a fox']);
    expect(said([], '')).toEqual([]);
  });
});
