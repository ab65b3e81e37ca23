import { expect, it } from '@jest/globals';
import type { FileFacts } from '../version.js';
import { proposeForm } from './propose-form.js';

const LIMITS = { name: 60, triggerWord: 60, triggerWords: 2, schedulers: ['ddim'] };
const FACTS: FileFacts = {
  ...{ kind: 'lora', base: 'sd1', tensors: 2, parameters: 10, dtypes: ['F16'] },
  ...{ triggerWords: ['zkz style', 'zkz style', ' ', 'a'.repeat(61), 'fox', 'den'], metadata: {} },
};
const TEXTS = { paths: ['ink_wash-fp16.safetensors'], cameAs: null, index: null };

it('[M29] proposes what the files say, as the form takes it', () => {
  expect(proposeForm(FACTS, TEXTS, LIMITS)).toEqual({
    ...{ name: 'ink wash', label: '1.0', base: 'sd1', triggerWords: ['zkz style', 'fox'], recommended: { weight: 1 } },
  });
  const named = { ...FACTS, metadata: { ss_output_name: '水墨 <b>' } };
  expect(proposeForm(named, TEXTS, LIMITS).name).toBe('水墨 b');
  const model: FileFacts = { ...FACTS, kind: 'model', width: 512, height: 515, scheduler: 'DDIMScheduler' };
  const index = { _name_or_path: 'someone/tiny-model' };
  expect(proposeForm(model, { ...TEXTS, index }, LIMITS)).toMatchObject({
    ...{ name: 'tiny-model', recommended: { scheduler: 'ddim' } },
  });
  expect(proposeForm(model, { ...TEXTS, cameAs: 'my model.zip' }, LIMITS).name).toBe('my model');
  expect(proposeForm(model, { ...TEXTS, index: { _name_or_path: ['x'] } }, LIMITS).name).toBeUndefined();
});
