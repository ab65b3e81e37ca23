import { describe, expect, it } from '@jest/globals';
import { nameKeys } from './name-keys.js';

const same = (a: string, b: string): boolean => {
  const [x, y] = [nameKeys(a), nameKeys(b)];
  const folds = ({ folded, plain }: typeof x) => [folded, plain];
  return x.confusable === y.confusable || folds(x).some((key) => folds(y).includes(key));
};

describe('nameKeys', () => {
  it.each([
    ['other case', 'Alice', 'aLICE'],
    ['zero-width characters', 'alice', 'al\u200bi\u2060ce'],
    ['full width', 'alice', 'ａｌｉｃｅ'],
    ['Cyrillic letters', 'alice', 'аlісе'],
    ['a Cyrillic capital', 'Bob', 'Вob'],
    ['a Greek capital', 'Nova', '\u039dova'],
    ['accents', 'Jose', 'José'],
    ['stacked accents', 'alice', 'a\u0301\u0302\u0303lice'],
    ['capital I for small l', 'lily', 'Iily'],
    ['zero for O', 'bob', 'b0b'],
    ['one for l', 'lola', '1o1a'],
    ['mathematical letters', 'alice', '𝒶𝓁𝒾𝒸𝑒'],
    ['sharp s', 'strasse', 'STRAßE'],
    ['wide spaces', 'ann lee', 'Ann\u00a0\u2003Lee'],
    ['small capitals', 'Boss1', 'ʙᴏss1'],
    ['a small capital among small letters', 'Mona', 'ᴍona'],
    ['enclosed letters', 'Mona', '🅼🅾🅽🅰'],
    ['a Greek capital in another case', 'Mona', 'ΜONA'],
    ['a Hangul filler', '민수', '민\u3164수'],
  ])('[A4] nameKeys are the same despite %s', (_how, a, b) => expect(same(a, b)).toBe(true));

  it.each([
    ['Ali', 'All'],
    ['Ian', 'Lan'],
    ['IAN', 'Lan'],
    ['Том', 'Tom'],
    ['Вова', 'Bob'],
    ['宫本', '官本'],
    ['小明', '小红'],
    ['が', 'か'],
    ['कि', 'कु'],
    ['bob', 'bobby'],
    ['ann lee', 'annlee'],
    ['Tom1', 'Tom2'],
  ])('[A4] nameKeys differ for %s and %s', (a, b) => expect(same(a, b)).toBe(false));

  it('nameKeys rejects a name without visible characters', () => {
    expect(() => nameKeys('\u3164\u3164')).toThrow('INVALID');
    expect(() => nameKeys('\ufdfa'.repeat(32))).toThrow('INVALID');
  });
});
