import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPromptPrefix, promptParts, stripPromptPrefix } from '@visionary/infotext';

describe('[E81] promptParts', () => {
  it.each([
    ['a fox', [['a fox', 1]]],
    ['a fox :1.2', [['a fox :1.2', 1]]],
    ['SAND and BAND', [['SAND and BAND', 1]]],
    [
      'a AND b :1.2',
      [
        ['a', 1],
        [' b', 1.2],
      ],
    ],
    [
      'a:2 AND b : -.5 AND c:1.',
      [
        ['a', 2],
        [' b', -0.5],
        [' c', 1],
      ],
    ],
    [
      '(a:1.3) AND 16:9 AND b:x',
      [
        ['(a:1.3)', 1],
        [' 16', 9],
        [' b:x', 1],
      ],
    ],
    [
      'a AND [b AND c:d:4]',
      [
        ['a', 1],
        [' [b', 1],
        [' c:d:4]', 1],
      ],
    ],
    [
      'a\nAND\nb :\uff12',
      [
        ['a', 1],
        ['\nb', 2],
      ],
    ],
    [
      'AND',
      [
        ['', 1],
        ['', 1],
      ],
    ],
  ] as const)('splits %j as other tools do', (prompt, parts) => {
    expect(promptParts(prompt).map(({ text, weight }) => [text, weight])).toEqual(parts);
  });
});

describe('applyPromptPrefix', () => {
  const words = fc.array(fc.constantFrom('a', 'AND', ' ', ' AND ', ' :1.2', 'fox', 'ink,', '\n'), { maxLength: 9 });
  const style = { prefix: 'ink, soft', negativeSuffix: '' };

  it('[E81] adds the prefix to every part, whose weights stay, and can be removed', () => {
    fc.assert(
      fc.property(words, (list) => {
        const prompts = { prompt: list.join(''), negative: '' };
        const parts = promptParts(prompts.prompt);
        const added = applyPromptPrefix(prompts, style);
        const prefixed = promptParts(added.prompt);
        expect(prefixed.map(({ weight }) => weight)).toEqual(parts.map(({ weight }) => weight));
        for (const [i, { text }] of prefixed.entries()) {
          expect(text.trim().startsWith(style.prefix)).toBe(true);
          expect(text.trim().endsWith(parts[i]!.text.trim())).toBe(true);
        }
        expect(applyPromptPrefix(stripPromptPrefix(added, style), style)).toEqual(added);
        if (parts.every(({ text }) => text.trim() !== '')) expect(stripPromptPrefix(added, style)).toEqual(prompts);
      }),
    );
  });
});
