import { expect, it } from '@jest/globals';
import type { FileFacts } from '../version.js';
import { suggestForm } from './suggest-form.js';

const CARD = { about: 20, steps: { min: 1, max: 150 }, guidance: { min: 0, max: 30 }, licenses: ['MIT', 'other'] };
const LIMITS = { name: 60, triggerWord: 60, triggerWords: 2, schedulers: ['ddim', 'euler'], card: CARD };
const FACTS: FileFacts = {
  ...{ kind: 'lora', base: 'sd1', tensors: 2, parameters: 10, dtypes: ['F16'] },
  ...{ triggerWords: ['zkz style', 'zkz style', ' ', 'a'.repeat(61), 'fox', 'den'], metadata: {} },
};
const TEXTS = { paths: ['ink_wash-fp16.safetensors'], archiveName: null, index: null };

it('[M29] proposes what the files say, as the form takes it', () => {
  expect(suggestForm(FACTS, TEXTS, LIMITS)).toEqual({
    ...{ name: 'ink wash', label: '1.0', base: 'sd1', triggerWords: ['zkz style', 'fox'], recommended: { weight: 1 } },
  });
  const named = { ...FACTS, metadata: { ss_output_name: '水墨 <b>' } };
  expect(suggestForm(named, TEXTS, LIMITS).name).toBe('水墨 b');
  const model: FileFacts = { ...FACTS, kind: 'model', width: 512, height: 515, scheduler: 'DDIMScheduler' };
  const index = { _name_or_path: 'someone/tiny-model' };
  expect(suggestForm(model, { ...TEXTS, index }, LIMITS)).toMatchObject({
    ...{ name: 'tiny-model', recommended: { scheduler: 'ddim' } },
  });
  expect(suggestForm(model, { ...TEXTS, archiveName: 'my model.zip' }, LIMITS).name).toBe('my model');
  expect(suggestForm(model, { ...TEXTS, index: { _name_or_path: ['x'] } }, LIMITS).name).toBeUndefined();
});

it('[M29] takes over what the maker wrote beside the model, and nothing else from there', () => {
  const model: FileFacts = { ...FACTS, kind: 'model', scheduler: 'DDIMScheduler' };
  const proposedBy = (card: unknown) => suggestForm(model, { ...TEXTS, archiveName: 'ink wash.zip', card }, LIMITS);
  const recommended = { scheduler: 'euler', steps: 20, guidance: 2, batch: 9 };
  const about = { en: 'Draws foxes, and '.repeat(3), zh: '画狐狸' };
  expect(proposedBy({ title: 'Fox <den>', license: 'mit', about, recommended })).toMatchObject({
    ...{ name: 'Fox den', license: 'MIT', about: '画狐狸\n\nDraws foxes, an' },
    recommended: { scheduler: 'euler', steps: 20, guidance: 2 },
  });
  const lies = { title: 7, license: ['MIT'], about: 'x', recommended: { scheduler: 'x', steps: 1.5, guidance: -1 } };
  for (const card of [null, 'x', [], lies]) {
    expect(proposedBy(card)).toEqual({
      ...{ name: 'ink wash', label: '1.0', base: 'sd1', triggerWords: ['zkz style', 'fox'] },
      recommended: { scheduler: 'ddim' },
    });
  }
});
