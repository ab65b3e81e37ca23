import { describe, expect, it } from '@jest/globals';
import type { ModelFileMetadata } from '@visionary/contract';
import { suggestedValues } from './suggested-values.js';

const FACTS: ModelFileMetadata = {
  ...{ kind: 'lora', base: 'sd1', tensors: 2, parameters: 4, dtypes: ['F16'], triggerWords: [], metadata: {} },
};

describe('[B124] what is proposed', () => {
  it('is said to be of the files only where they say it', () => {
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

  it('is no version for a later one', () => {
    const model = { id: '018f0000-0000-7000-8000-000000000000', name: 'Ink' };
    expect(suggestedValues({ suggestedForm: { label: '1.0' }, model }).all).toEqual({});
  });

  it('is left out where it could not be kept', () => {
    expect(suggestedValues({ suggestedForm: { name: '***' } })).toEqual({ all: { label: '1.0' }, read: [] });
  });
});
