import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LoraView, ModelView } from '@visionary/contract';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import hub from '../i18n.en.js';
import localModels from './i18n.en.js';
import { toLocalModels, filterLocalModels, loraBaseText } from './local-model.js';

const mini = {
  ...{ id: 'visionary-mini', title: 'Visionary mini', by: 'Visionary', license: 'MIT', family: 'sd1' },
  ...{ description: { en: 'Draws two hundred things.', zh: '能画大约两百样东西' }, quarantined: false },
} as unknown as ModelView;
const ink = {
  id: 'ink',
  title: 'Ink',
  by: '',
  license: 'CC0-1.0',
  triggerWords: ['in ink'],
  compatibleModels: ['visionary-mini'],
  ...{ description: { en: 'Brushed.', zh: '水墨' }, creator: { id: 'ann', name: 'Ann' } },
} as unknown as LoraView;
const all = toLocalModels([mini], [ink]);
const idsLike = (filters: object) => filterLocalModels(all, { search: '', ...filters }).map(({ id }) => id);

describe('[B291] the base of a local LoRA', () => {
  const textOf = (fields: Partial<LoraView>, models = [mini]) =>
    loraBaseText(toLocalModels(models, [{ ...ink, ...fields }]).at(-1)!);
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...shared, ...hub, ...localModels });
    i18n.global.locale.value = 'en';
  });

  it('is that of its file, else that of a model here, and for an architecture of its own that model', () => {
    expect(textOf({ family: 'sdxl' })).toBe('Stable Diffusion XL');
    expect(textOf({})).toBe('Stable Diffusion 1');
    expect(textOf({}, [{ ...mini, family: 'other' }])).toBe('Works with Visionary mini');
    expect(textOf({ compatibleModels: [] })).toBe('');
  });
});

describe('[B125] local models in the hub', () => {
  it('match all words of the query, in either language, in any field', () => {
    expect(idsLike({})).toEqual(['visionary-mini', 'ink']);
    expect(idsLike({ search: 'VISIONARY 画' })).toEqual(['visionary-mini']);
    expect(idsLike({ search: '墨' })).toEqual(['ink']);
    expect(idsLike({ search: 'ann INK' })).toEqual(['ink']);
    expect(idsLike({ search: 'ink things' })).toEqual([]);
  });

  it('are shown only if they match the facets', () => {
    expect(idsLike({ kind: 'lora' })).toEqual(['ink']);
    expect(idsLike({ base: 'sd1', contentRating: 'adult' })).toEqual(['visionary-mini', 'ink']);
    expect(idsLike({ base: 'sdxl' })).toEqual([]);
    expect(idsLike({ license: 'MIT' })).toEqual(['visionary-mini']);
    expect(idsLike({ tag: 'ink' })).toEqual([]);
    expect(idsLike({ creatorId: 'ann' })).toEqual(['ink']);
    expect(idsLike({ creatorId: 'bo' })).toEqual([]);
  });
});
