import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffPrompts, diffWords } from './text-diff.js';

describe('the difference between two prompts', () => {
  it.each([
    ['a red fox in the snow', 'a red owl in the snow', [{ from: 'fox', to: 'owl' }]],
    ['a red fox', 'a red fox, fresh snow', [{ from: '', to: 'fresh snow' }]],
    ['a red fox, thick fog', 'a red fox', [{ from: 'thick fog', to: '' }]],
    ['a red fox', 'a red fox', []],
    ['', 'a red fox', [{ from: '', to: 'a red fox' }]],
    ['a red fox at night', 'a grey wolf at night', [{ from: 'red fox', to: 'grey wolf' }]],
    ['雪地里的红狐狸', '雪地里的猫头鹰', [{ from: '红狐狸', to: '猫头鹰' }]],
    [
      'a fox in the snow under a moon',
      'an owl in the snow under a sun',
      [
        { from: 'a fox', to: 'an owl' },
        { from: 'moon', to: 'sun' },
      ],
    ],
    ['a fox', 'a (fox:1.3)', [{ from: 'fox', to: '(fox:1.3)' }]],
  ])('finds the changes from "%s" to "%s"', (before, after, changes) => {
    expect(diffWords(before, after)).toEqual(changes);
  });

  it('lists changes of the prompt before those of the negative prompt', () => {
    const changes = diffPrompts({ prompt: 'fox', negative: 'blur' }, { prompt: 'owl', negative: 'blur, text' });
    expect(changes).toEqual([
      { from: 'fox', to: 'owl' },
      { from: '', to: 'text' },
    ]);
  });

  it('is empty for equal texts, and not for different ones', () => {
    const prompt = fc.array(fc.constantFrom('fox', 'owl', 'snow', '狐狸', '雪'), { maxLength: 12 });
    fc.assert(
      fc.property(prompt, prompt, (before, after) => {
        const reply = diffWords(before.join(' '), after.join(' '));
        expect(reply.length > 0).toBe(before.join(' ') !== after.join(' '));
      }),
    );
  });

  it('is fast for two long texts without common words', () => {
    const long = (word: string) => Array.from({ length: 1000 }, (_, at) => `${word}${at}`).join(' ');
    expect(diffWords(long('x'), long('y'))).toHaveLength(1);
  });
});
