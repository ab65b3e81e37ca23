import { describe, expect, it } from '@jest/globals';
import type { LoraView, ModelView } from '@visionary/contract';
import { resolveByHash } from './resolve-by-hash.js';
import type { ImportedParameters } from './resolve-parameters.js';

const localModels = {
  models: [{ id: 'ink@1', title: 'Inkpot' } as ModelView],
  loras: [{ id: 'wet@1', title: 'Wet Paper' } as LoraView],
};
const found = (more: Partial<ImportedParameters>): ImportedParameters => ({
  prompt: '',
  negative: '',
  loras: [],
  unsupported: [],
  ...more,
});
const findByHash = (hash: string) => Promise.resolve({ '1234567890': 'ink@1', abcdefabcdef: 'wet@1' }[hash]);

describe('[B114] models named by other tools', () => {
  it('are found by hash, models and LoRAs', async () => {
    const reply = found({
      model: { name: 'v1-5', hash: '1234567890' },
      loras: [{ name: 'wp', weight: 0.5, hash: 'abcdefabcdef' }],
    });
    expect(await resolveByHash(reply, localModels, findByHash)).toMatchObject({
      model: { name: 'ink@1' },
      loras: [{ name: 'wet@1', weight: 0.5 }],
    });
    expect((await resolveByHash(found({ model: { hash: '1234567890' } }), localModels, findByHash)).model?.name).toBe(
      'ink@1',
    );
  });

  it('keep their name if it is known here, if no file has the hash, or if the hash is too short', async () => {
    const failingLookup = () => Promise.reject(new Error('asked'));
    const named = found({
      model: { name: 'inkpot', hash: '1234567890' },
      loras: [{ name: 'WET@1', weight: 1, hash: 'abcdefabcdef' }],
    });
    expect(await resolveByHash(named, localModels, failingLookup)).toEqual(named);
    const short = found({ model: { name: 'x', hash: '123456789' }, loras: [{ name: 'y', weight: 1 }] });
    expect(await resolveByHash(short, localModels, failingLookup)).toEqual(short);
    const strange = found({ model: { name: 'x', hash: 'ffffffffff' } });
    expect(await resolveByHash(strange, localModels, findByHash)).toEqual(strange);
  });
});
