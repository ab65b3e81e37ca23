import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loraTags, withoutLoraTags, addLoraTags } from './lora-tags.js';
import { promptTokens } from './prompt-tokens.js';

const marked = (prompt: string) => promptTokens(prompt).map(({ from, to, kind }) => [prompt.slice(from, to), kind]);

describe('prompt syntax', () => {
  it.each([
    ['a (red fox:1.2)', ['(', ':1.2)']],
    ['a (red fox)', ['(', ')']],
    ['[fox]', ['[', ']']],
    ['[fox:owl:0.4]', ['[', ':', ':0.4]']],
    ['[owl:12]', ['[', ':12]']],
    ['[a|b]', ['[', '|', ']']],
    ['a \\(fox\\)', ['\\', '\\']],
    ['time: 5', []],
  ])('%s', (prompt, syntax) => {
    expect(marked(prompt)).toEqual(syntax.map((text) => [text, 'syntax']));
  });

  it('marks BREAK only as a whole word, and tags as a whole', () => {
    expect(marked('fox BREAK snow, BREAKFAST <lora:ink (x):0.8>')).toEqual([
      ['BREAK', 'break'],
      ['<lora:ink (x):0.8>', 'tag'],
    ]);
  });

  it('[E81] marks AND and the weights of parts, in prompts only', () => {
    expect(marked('(a:1.2) AND b :0.8 <lora:x:2>, SAND')).toEqual([
      ...[
        ['(', 'syntax'],
        [':1.2)', 'syntax'],
        ['AND', 'break'],
        ['<lora:x:2>', 'tag'],
      ],
    ]);
    expect(marked('a :2 AND b AND c :.5 <lora:x:2>')).toEqual([
      ...[
        [':2', 'syntax'],
        ['AND', 'break'],
        ['AND', 'break'],
        [':.5', 'syntax'],
        ['<lora:x:2>', 'tag'],
      ],
    ]);
    expect(promptTokens('a :2 AND b', false)).toEqual([]);
  });

  it('marks unmatched brackets weakly', () => {
    expect(marked('a (fox')).toEqual([['(', 'unbalanced']]);
    expect(marked('a fox)')).toEqual([[')', 'unbalanced']]);
    expect(marked('(a [fox)')).toEqual([
      ['(', 'unbalanced'],
      ['[', 'unbalanced'],
      [')', 'unbalanced'],
    ]);
  });

  it('has no overlapping or out-of-range tokens for any text', () => {
    const scraps = fc.array(
      fc.constantFrom('(', ')', '[', ']', ':', '|', '\\', '<lora:', '>', 'BREAK', ' AND', ' ', '1.2', '狐'),
    );
    fc.assert(
      fc.property(scraps, (parts) => {
        const prompt = parts.join('');
        const marks = promptTokens(prompt);
        marks.reduce((end, { from, to }) => {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          return to;
        }, 0);
        expect(marks.at(-1)?.to ?? 0).toBeLessThanOrEqual(prompt.length);
      }),
    );
  });
});

describe('LoRA tags', () => {
  it('are parsed with their weights and removed from the prompt', () => {
    const prompt = 'a fox, <lora:wet paper:0.8> ink, <lora:moon>';
    expect(loraTags(prompt)).toMatchObject([
      { id: 'wet paper', weight: 0.8 },
      { id: 'moon', weight: 1 },
    ]);
    expect(withoutLoraTags(prompt)).toBe('a fox, ink');
  });

  it('override the settings, up to the limit of a take', () => {
    const many = Array.from({ length: 7 }, (_, n) => ({ id: `l${n}`, weight: 1, from: 0, to: 0 }));
    expect(addLoraTags([{ id: 'l0', weight: 0.2 }], many)).toHaveLength(5);
    expect(addLoraTags([{ id: 'l0', weight: 0.2 }], many)[0]).toEqual({ id: 'l0', weight: 1 });
    expect(loraTags('<lora:x:99>')[0]?.weight).toBe(4);
  });
});
