import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExtraNetworks } from '@visionary/infotext';
import { cpuMsOf } from '../../../tests/support/cpu-time.js';
import { countPrompt } from './count-prompt.js';
import { scheduleTexts } from './schedule.js';
import { parseWeights } from './weights.js';
import { toChunks } from './chunks.js';

const LONG = 2000;
const fill = (piece: string): string => piece.repeat(LONG / piece.length);
/** Every character is a token. */
const tokenizer = {
  encode: (text: string) => Array.from(text.replaceAll(' ', ''), (letter) => letter.codePointAt(0)!),
  frame: (words: readonly number[]) => ({ ids: [1, ...words, 2], specialTokenCount: 1 }),
  limit: 75,
  comma: 44,
};
const readAll = (prompt: string, steps: number): void => {
  for (const { text } of scheduleTexts(parseExtraNetworks(prompt).text, steps)) parseWeights(text);
};

describe('[E33] hostile prompts', () => {
  it.each([
    '(',
    ')',
    '[',
    ']',
    ':',
    '|',
    '\\',
    '[[[[a:b:',
    '((((a:1.1',
    '(a:1.1)',
    '[a|b]',
    '[a:b:5]',
    '[:[:',
    '[|[|',
    ' BREAK ',
    '<lora:',
    '(((( ',
    ': 1.1.1 )',
    '           ',
    '（猫：1.3）【犬｜鸟】',
  ])('%j repeated to 2000 characters is parsed quickly', (piece) => {
    readAll(fill(piece), 20);
    // Measured at well under 5 ms.
    expect(cpuMsOf(() => readAll(fill(piece), 20))).toBeLessThan(100);
  });

  it.each([
    ['round brackets', `${'('.repeat(1000)}${')'.repeat(1000)}`],
    ['square brackets', `${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['alternations', `${'[a|'.repeat(500)}b${']'.repeat(500)}`],
    ['schedules', `${'[a:'.repeat(300)}b${':3]'.repeat(300)}`],
    ['a hundred thousand schedules', `${'[a:'.repeat(100_000)}b${':3]'.repeat(100_000)}`],
  ])('%s can nest to any depth', (_what, prompt) => {
    expect(() => scheduleTexts(prompt, 20)).not.toThrow();
    if (prompt.length <= LONG) expect(() => parseWeights(prompt)).not.toThrow();
  });

  it('never throw, end at the last step, and count at least one chunk', () => {
    const letters = fc.constantFrom(...'()[]:|\\<>ab 1.,', 'BREAK', '<lora:', ':1.2)', '猫', '：', '（');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (prompt, steps) => {
        const texts = scheduleTexts(prompt, steps);
        expect(texts[texts.length - 1]!.untilStep).toBe(steps);
        for (const [i, { untilStep }] of texts.entries()) {
          expect(untilStep).toBeGreaterThan(texts[i - 1]?.untilStep ?? 0);
        }
        expect(parseWeights(prompt).length).toBeGreaterThan(0);
        const { tokens, limit } = countPrompt(prompt, tokenizer);
        expect(limit).toBeGreaterThanOrEqual(Math.max(75, tokens));
        expect(limit % 75).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['（猫：1.3）', '【猫｜狗】', '［猫：狗：3］', '猫，狗。', '《猫》「狗」'])('%s is text', (prompt) => {
    expect(parseWeights(prompt)).toEqual([{ text: prompt, weight: 1 }]);
    expect(scheduleTexts(prompt, 20)).toEqual([{ untilStep: 20, text: prompt }]);
  });

  it('an invalid weight is text before a closing bracket', () => {
    expect(parseWeights('(a:1.2.3) b')).toEqual([
      { text: 'a:1.2.3', weight: 1.1 },
      { text: ' b', weight: 1 },
    ]);
    expect(parseWeights('a:1.2.3)')).toEqual([{ text: 'a:1.2.3)', weight: 1 }]);
    expect(parseWeights('(a:１.５)')).toEqual([{ text: 'a', weight: 1.5 }]);
  });

  it('a BREAK inside weighted brackets is text with a negative weight', () => {
    expect(parseWeights('(a BREAK b:1.3)')).toEqual([
      { text: 'a', weight: 1.3 },
      { text: 'BREAK', weight: -1.3 },
      { text: 'b', weight: 1.3 },
    ]);
    expect(toChunks('(a BREAK b:1.3)', tokenizer).chunks).toHaveLength(1);
    expect(toChunks('a BREAK b', tokenizer).chunks).toHaveLength(2);
  });
});

describe('[E34] countPrompt', () => {
  it.each([
    ['', 0, 75],
    ['abc', 3, 75],
    ['(abc:1.3) [de]', 5, 75],
    ['abc <lora:ink:0.8>', 3, 75],
    ['[ab:abcd:3]', 4, 75],
    ['[abc::.5]', 3, 75],
    ['[a|bcd|ef] x', 4, 75],
    ['a'.repeat(75), 75, 75],
    ['a'.repeat(76), 76, 150],
    ['a BREAK b', 76, 150],
    ['a BREAK', 75, 75],
  ])('counts %j as %d of %d', (prompt, tokens, limit) => {
    expect(countPrompt(prompt, tokenizer)).toEqual({ tokens, limit });
  });
});
