import { describe, expect, it } from '@jest/globals';
import type { LoraView, ModelView } from '@visionary/contract';
import { serverModels, serverModelsLike } from './server-model.js';

const mini = {
  ...{ id: 'visionary-mini', title: 'Visionary mini', by: 'Visionary', licence: 'MIT', family: 'sd1' },
  ...{ about: { en: 'Draws two hundred things.', zh: '能画大约两百样东西' }, quarantined: false },
} as unknown as ModelView;
const ink = {
  ...{ id: 'ink', title: 'Ink', by: '', licence: 'CC0-1.0', triggerWords: ['in ink'], fits: ['visionary-mini'] },
  ...{ about: { en: 'Brushed.', zh: '水墨' }, maker: { id: 'ann', name: 'Ann' } },
} as unknown as LoraView;
const all = serverModels([mini], [ink]);
const idsLike = (asked: object) => serverModelsLike(all, { search: '', ...asked }).map(({ id }) => id);

describe("[B125] the server's own models beside what is published", () => {
  it('are found by all words, in either language, wherever they are said', () => {
    expect(idsLike({})).toEqual(['visionary-mini', 'ink']);
    expect(idsLike({ search: 'VISIONARY 画' })).toEqual(['visionary-mini']);
    expect(idsLike({ search: '墨' })).toEqual(['ink']);
    expect(idsLike({ search: 'ann INK' })).toEqual(['ink']);
    expect(idsLike({ search: 'ink things' })).toEqual([]);
  });

  it('stand only where no facet asks for something else', () => {
    expect(idsLike({ kind: 'lora' })).toEqual(['ink']);
    expect(idsLike({ base: 'sd1', maturity: 'adult' })).toEqual(['visionary-mini', 'ink']);
    expect(idsLike({ base: 'sdxl' })).toEqual([]);
    expect(idsLike({ licence: 'MIT' })).toEqual(['visionary-mini']);
    expect(idsLike({ tag: 'ink' })).toEqual([]);
    expect(idsLike({ makerId: 'ann' })).toEqual(['ink']);
    expect(idsLike({ makerId: 'bo' })).toEqual([]);
  });
});
