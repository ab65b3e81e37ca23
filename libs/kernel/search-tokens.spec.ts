import { describe, expect, it } from '@jest/globals';
import { makeExcerpt, firstMatch, parseQuery, tokenize } from './search-tokens.js';

/** Whether an index of tokens alone finds `text` with `query`. */
const finds = (query: string, text: string): boolean => {
  const tokens = tokenize(text);
  const isAt = (start: number, { tokens: termTokens, isPrefix }: ReturnType<typeof parseQuery>[number]) =>
    termTokens.every((token, index) => {
      const actual = tokens[start + index] ?? '';
      return isPrefix && index === termTokens.length - 1 ? actual.startsWith(token) : actual === token;
    });
  const terms = parseQuery(query);
  return terms.length > 0 && terms.every((term) => tokens.some((_, start) => isAt(start, term)));
};

describe('search tokens', () => {
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
  ])('[C21] %j finds %j', (query, text) => {
    expect(finds(query, text)).toBe(true);
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
  ])('[C21] %j does not find %j', (query, text) => {
    expect(finds(query, text)).toBe(false);
  });

  it('[C21] tokenize returns tokens of letters and digits that every index keeps', () => {
    const text = `a z 月 "OR" NEAR(x) * - ' ${'ü'.repeat(300)} ${String.fromCodePoint(0x2a6d6)} 😀 \u0301\u0301`;
    for (const token of tokenize(text)) expect(token).toMatch(/^[a-z0-9]{3,80}$/);
  });

  it('[C21] tokenize and parseQuery take linear time', () => {
    const startedAt = performance.now();
    for (const text of [
      '字'.repeat(4000),
      'a'.repeat(4000),
      '\u0301'.repeat(4000),
      '\ufdfa'.repeat(4000),
      'a字'.repeat(2000),
    ]) {
      tokenize(text);
      parseQuery(text);
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('search excerpts', () => {
  it.each([
    ['a quiet fox', 'FOX', 8],
    ['今晚的月亮很圆', '月亮', 3],
    ['用SD的新模型', 'sd 新', 1],
    ['ﬁne ｆｏｘ', 'fox', 4],
    ['😀 owl', 'ow', 3],
    ['outfox', 'fox', -1],
    ['anything', '?!', -1],
  ])('[F84] the first match in %j of %j is at %j', (text, query, position) =>
    expect(firstMatch(text, query)).toBe(position),
  );

  it('[F84] an excerpt starts at a word, is short, and splits no character', () => {
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
