import { describe, expect, it } from '@jest/globals';
import { adjustWeight } from './adjust-weight.js';

/** A text whose cursor or selection is marked with bars. */
function weighed(marked: string, by: number): string | null {
  const from = marked.indexOf('|');
  const to = marked.lastIndexOf('|');
  const text = marked.replaceAll('|', '');
  const result = adjustWeight(text, { from, to: to > from ? to - 1 : from }, by);
  return result && text.slice(0, result.from) + result.insert + text.slice(result.to);
}

describe('adjusting a weight by keyboard', () => {
  it.each([
    ['a red f|ox in snow', 0.1, 'a red (fox:1.1) in snow'],
    ['a red fox| in snow', -0.1, 'a red (fox:0.9) in snow'],
    ['a (f|ox:1.1)', 0.1, 'a (fox:1.2)'],
    ['a (f|ox:1.1)', -0.1, 'a fox'],
    ['a (f|ox:0.9)', 0.1, 'a fox'],
    ['a (f|ox)', 0.1, 'a (fox:1.2)'],
    ['a |red fox|, snow', 0.1, 'a (red fox:1.1), snow'],
    ['a (red f|ox:1.3), snow', 0.1, 'a (red fox:1.4), snow'],
    ['雪地里的狐|狸', 0.1, '雪地里的(狐狸:1.1)'],
    ['a fox <lora:in|k:0.8>', 0.1, 'a fox <lora:ink:0.85>'],
    ['a \\(fo|x\\)', 0.1, 'a \\((fox:1.1)\\)'],
    ['((a f|ox:1.2), snow:1.1)', 0.1, '((a fox:1.3), snow:1.1)'],
  ])('changes %s by %d to %s', (before, by, after) => expect(weighed(before, by)).toBe(after));

  it('has limits, and does nothing without a word', () => {
    expect(weighed('(f|ox:5)', 0.1)).toBe('(fox:5)');
    expect(weighed('(f|ox:0.1)', -0.1)).toBe('(fox:0.1)');
    expect(weighed('  |  ', 0.1)).toBeNull();
    expect(weighed('|', 0.1)).toBeNull();
  });

  it('keeps the words selected, so that the next press adjusts the same ones', () => {
    expect(adjustWeight('a fox', { from: 3, to: 3 }, 0.1)).toMatchObject({ anchor: 3, head: 6 });
  });
});
