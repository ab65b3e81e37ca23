import { describe, expect, it } from '@jest/globals';
import { housePrompt, houseSettings } from './house-prompts.js';

const recommended = { scheduler: 'ddim', steps: 30, guidance: 2, width: 64, height: 64 } as const;
const sizes = [{ width: 128, height: 64 }];
const model = { id: 'mini', recommended, sizes, examples: { en: ['a fox', 'an owl'], zh: ['狐狸', '猫头鹰'] } };
const entries = (...words: string[]) => words.map((word) => ({ en: [word], zh: [`${word}中`] }));
const name = { en: '', zh: '' };
const vocabulary = {
  groups: [
    {
      kind: 'thing' as const,
      name,
      entries: [...entries('cat', 'dog', 'owl'), { ...entries('pig')[0]!, rough: true }],
    },
    { kind: 'place' as const, name, entries: entries('snow', 'night') },
  ],
};

describe('[G100] the prompts of the house room', () => {
  it('are the examples of the model, then things in places that it knows, in the language of who looks', () => {
    const prompts = (language: 'en' | 'zh') => [0, 1, 2, 3].map((n) => housePrompt(model, vocabulary, language, n));
    expect(prompts('en')).toEqual(['a fox', 'an owl', 'owl, snow', 'cat, night']);
    expect(prompts('zh')).toEqual(['狐狸', '猫头鹰', 'snow中，owl中', 'night中，cat中']);
  });

  it('start over with the examples of a model without a vocabulary, and are none without examples', () => {
    expect([1, 2].map((n) => housePrompt(model, null, 'en', n))).toEqual(['an owl', 'a fox']);
    expect(housePrompt({ ...model, examples: { en: [], zh: [] } }, null, 'en', 3)).toBeUndefined();
  });

  it('render with the recommended settings, at a size of the model', () => {
    expect(houseSettings(model)).toMatchObject({
      model: 'mini',
      steps: 30,
      width: 128,
      height: 64,
      seed: -1,
      batch: 1,
    });
  });
});
