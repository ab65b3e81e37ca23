import { describe, expect, it } from '@jest/globals';
import type { LoraView } from '@visionary/contract';
import { findLoras } from './find-loras.js';

const lora = (id: string, title: string, triggerWords: string[], compatibleModels = ['mini']) =>
  ({ id, title, triggerWords, compatibleModels }) as unknown as LoraView;
const LORAS = [
  lora('ink', 'Blue Ink', []),
  lora('clay', 'Clay', ['inked clay']),
  lora('other', 'Ink for others', [], ['other']),
];
const found = (query: string) => findLoras(query, LORAS, 'mini').map(({ id }) => id);

describe('[J23] LoRAs in the palette', () => {
  it('are found by the start of a word of their title or trigger words, if they fit the model', () => {
    expect(found('INK')).toEqual(['ink', 'clay']);
    expect(found('blue')).toEqual(['ink']);
    expect(found('nk')).toEqual([]);
  });

  it('are not listed without a query', () => expect(found(' ')).toEqual([]));
});
