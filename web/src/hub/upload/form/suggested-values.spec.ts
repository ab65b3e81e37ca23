import { describe, expect, it } from '@jest/globals';
import type { DraftView, ModelFileMetadata } from '@visionary/contract';
import { suggestedValues } from './suggested-values.js';

const FACTS: ModelFileMetadata = {
  ...{ kind: 'lora', base: 'sd1', tensors: 2, parameters: 4, dtypes: ['F16'], triggerWords: [], metadata: {} },
};

describe('[B124] suggested values', () => {
  it('are attributed to the files only if they come from them', () => {
    const suggestedForm = {
      name: 'Ink',
      label: '1.0',
      base: 'sd1' as const,
      triggerWords: [],
      recommended: { weight: 1 },
    };
    expect(suggestedValues({ suggestedForm, facts: FACTS })).toEqual({ all: suggestedForm, read: ['name', 'base'] });
    const model = { ...FACTS, kind: 'model' as const };
    expect(suggestedValues({ suggestedForm: { recommended: { steps: 20 } }, facts: model }).read).toEqual([
      'recommended',
    ]);
    expect(suggestedValues({ suggestedForm: { recommended: {} }, facts: model }).read).toEqual([]);
  });

  it('include no version label for a later version', () => {
    const model = { id: '018f0000-0000-7000-8000-000000000000', name: 'Ink' };
    expect(suggestedValues({ suggestedForm: { label: '1.0' }, model }).all).toEqual({});
  });

  it('[B241] name a draft that passed no check by the file that is the model', () => {
    const recognizedFiles = [
      { path: 'kl_f8.safetensors', bytes: 1, recognized: { kind: 'vae' } },
      { path: 'ink_v2.safetensors', bytes: 1, recognized: { kind: 'checkpoint' } },
    ] as unknown as NonNullable<DraftView['recognizedFiles']>;
    const files = recognizedFiles.map(({ path }) => ({ path })) as DraftView['files'];
    expect(suggestedValues({ suggestedForm: {}, files: files.slice(0, 1) }).all.name).toBe('kl f8');
    expect(suggestedValues({ suggestedForm: {}, files, recognizedFiles }).all.name).toBe('ink v2');
    expect(suggestedValues({ suggestedForm: { name: 'Ink' }, files, recognizedFiles }).all.name).toBe('Ink');
    const inFolder = [{ path: 'unet/model.safetensors' }] as DraftView['files'];
    expect(suggestedValues({ suggestedForm: {}, files: inFolder }).all).not.toHaveProperty('name');
  });

  it('omit invalid values', () => {
    expect(suggestedValues({ suggestedForm: { name: '***' } })).toEqual({ all: { label: '1.0' }, read: [] });
  });
});
