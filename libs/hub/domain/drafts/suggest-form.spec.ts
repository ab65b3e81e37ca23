import { expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import type { FileFacts } from '../version.js';
import { suggestForm } from './suggest-form.js';

const FACTS: FileFacts = {
  kind: 'lora',
  base: 'sd1',
  tensors: 2,
  parameters: 10,
  dtypes: ['F16'],
  triggerWords: ['zkz style', 'zkz style', ' ', 'a'.repeat(61), 'fox', 'den'],
  metadata: {},
};
const TEXTS = { paths: ['ink_wash-fp16.safetensors'], archiveName: null, index: null };

it('[M29] form is suggested when the files have metadata', () => {
  expect(suggestForm(FACTS, TEXTS)).toEqual({
    name: 'ink wash',
    label: '1.0',
    base: 'sd1',
    triggerWords: ['zkz style', 'fox', 'den'],
    recommended: { weight: 1 },
  });
  const named = { ...FACTS, metadata: { ss_output_name: '水墨 <b>' } };
  expect(suggestForm(named, TEXTS).name).toBe('水墨 b');
  const triggerWords = Array.from({ length: LIMITS.triggerWords + 5 }, (_, n) => `word ${n}`);
  expect(suggestForm({ ...FACTS, triggerWords }, TEXTS).triggerWords).toHaveLength(LIMITS.triggerWords);
  const model: FileFacts = { ...FACTS, kind: 'model', width: 512, height: 515, scheduler: 'DDIMScheduler' };
  const index = { _name_or_path: 'someone/tiny-model' };
  expect(suggestForm(model, { ...TEXTS, index })).toMatchObject({
    name: 'tiny-model',
    recommended: { scheduler: 'ddim' },
  });
  expect(suggestForm(model, { ...TEXTS, archiveName: 'my model.zip' }).name).toBe('my model');
  const graphs = ['unet/model.onnx', 'vae_decoder/model.onnx'];
  expect(suggestForm(model, { ...TEXTS, paths: graphs, index: { _name_or_path: ['x'] } }).name).toBeUndefined();
  expect(suggestForm(model, { ...TEXTS, paths: ['dream_fp16.safetensors'], index: null }).name).toBe('dream');
});

it('[M29] form takes valid fields of the creator card and ignores the rest', () => {
  const model: FileFacts = { ...FACTS, kind: 'model', scheduler: 'DDIMScheduler' };
  const suggestedBy = (card: unknown) => suggestForm(model, { ...TEXTS, archiveName: 'ink wash.zip', card });
  const recommended = { scheduler: 'euler', steps: 20, guidance: 2, batch: 9 };
  const about = { en: 'Draws foxes.', zh: '画狐狸' };
  for (const license of [{ license: 'mit' }, { licence: 'mit' }]) {
    expect(suggestedBy({ title: 'Fox <den>', ...license, about, recommended })).toMatchObject({
      name: 'Fox den',
      license: 'MIT',
      description: '画狐狸\n\nDraws foxes.',
      recommended: { scheduler: 'euler', steps: 20, guidance: 2 },
    });
  }
  const long = { en: 'x'.repeat(LIMITS.hubAboutLength), zh: '狐' };
  expect(suggestedBy({ about: long }).description).toHaveLength(LIMITS.hubAboutLength);
  const invalid = { title: 7, license: ['MIT'], about: 'x', recommended: { scheduler: 'x', steps: 1.5, guidance: -1 } };
  for (const card of [null, 'x', [], invalid]) {
    expect(suggestedBy(card)).toEqual({
      name: 'ink wash',
      label: '1.0',
      base: 'sd1',
      triggerWords: ['zkz style', 'fox', 'den'],
      recommended: { scheduler: 'ddim' },
    });
  }
});
