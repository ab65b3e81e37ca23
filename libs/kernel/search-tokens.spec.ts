import { describe, expect, it } from '@jest/globals';
import { makeExcerpt, firstMatch, parseQuery, tokenize } from './search-tokens.js';

/** Whether a search for `asked` finds `said`, as an index does that knows nothing but tokens. */
const finds = (asked: string, said: string): boolean => {
  const tokens = tokenize(said);
  const isAt = (start: number, { tokens: wanted, isPrefix }: ReturnType<typeof parseQuery>[number]) =>
    wanted.every((token, index) => {
      const there = tokens[start + index] ?? '';
      return isPrefix && index === wanted.length - 1 ? there.startsWith(token) : there === token;
    });
  const terms = parseQuery(asked);
  return terms.length > 0 && terms.every((term) => tokens.some((_, start) => isAt(start, term)));
};

describe('the words of a text', () => {
  it.each([
    ['月亮', '今晚的月亮很圆'],
    ['月', '今晚的月亮很圆'],
    ['圆', '今晚的月亮很圆'],
    ['今晚的月亮很圆', '今晚的月亮很圆'],
    ['ｍｏｏｎ', 'The Moonlit studio'],
    ['STUDIO moon', 'The Moonlit studio'],
    ['a', 'just a fox'],
    ['SD 模型', '用SD的新模型'],
    ['ｶﾞﾗｽ', 'きれいなガラスの靴'],
    ['naïve', 'a NAÏVE one'],
    ['лис', 'Рыжая ЛИСА'],
    ['zz', 'zzz'],
    ['🐈', 'look 🐈!'],
    ['42', 'seed 4242'],
    ['한국', '대한국민'],
  ])('[C21] find %j in %j', (asked, said) => {
    expect(finds(asked, said)).toBe(true);
  });

  it.each([
    ['月圆', '今晚的月亮很圆'],
    ['亮月', '今晚的月亮很圆'],
    ['oon', 'Moonlit'],
    ['a', 'an apple'],
    ['fox owl', 'a fox'],
    ['z', 'é'],
    ['!!! -- "*"', 'anything'],
    ['', 'anything'],
  ])('[C21] do not find %j in %j', (asked, said) => {
    expect(finds(asked, said)).toBe(false);
  });

  it('[C21] are letters and digits that every index keeps whole', () => {
    const said = `a z 月 "OR" NEAR(x) * - ' ${'ü'.repeat(300)} ${String.fromCodePoint(0x2a6d6)} 😀 \u0301\u0301`;
    for (const token of tokenize(said)) expect(token).toMatch(/^[a-z0-9]{3,80}$/);
  });

  it('[C21] are cut in a time that grows with the text', () => {
    const began = performance.now();
    for (const said of [
      '字'.repeat(4000),
      'a'.repeat(4000),
      '\u0301'.repeat(4000),
      '\ufdfa'.repeat(4000),
      'a字'.repeat(2000),
    ]) {
      tokenize(said);
      parseQuery(said);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('[F84] what stands around what was found', () => {
  it.each([
    ['a quiet fox', 'FOX', 8],
    ['今晚的月亮很圆', '月亮', 3],
    ['用SD的新模型', 'sd 新', 1],
    ['ﬁne ｆｏｘ', 'fox', 4],
    ['😀 owl', 'ow', 3],
    ['outfox', 'fox', -1],
    ['anything', '?!', -1],
  ])('in %j of %j begins at %j', (text, asked, place) => expect(firstMatch(text, asked)).toBe(place));

  it('is cut before a word, short, and never within a letter', () => {
    const text = `${'very '.repeat(40)}quiet 😀 lighthouse ${'and 😀 on '.repeat(60)}`;
    const excerpt = makeExcerpt(text, 'lighthouse') ?? '';
    expect(excerpt).toMatch(/^…(very )+quiet 😀 lighthouse and/u);
    expect(excerpt.length).toBeLessThan(200);
    for (let n = 0; n < 40; n++) {
      expect(makeExcerpt(`${'😀'.repeat(n)}${' '.repeat(n % 3)} fox${'😀'.repeat(100)}`, 'fox')?.isWellFormed()).toBe(
        true,
      );
    }
    expect(makeExcerpt('a fox', 'owl')).toBeNull();
  });
});
