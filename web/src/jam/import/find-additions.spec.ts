import { describe, expect, it } from '@jest/globals';
import type { AdditionView, Settings } from '@visionary/contract';
import { findAdditions } from './find-additions.js';
import { type ImportedParameters, resolveParameters } from './resolve-parameters.js';

const style = { id: 'gv@1', title: 'Van Gogh 1.0', triggerWords: ['<gv-style>'] } as unknown as AdditionView;
const sharp = { id: 'esrgan-x4@1.0', title: 'ESRGAN x4 1.0', triggerWords: [] } as unknown as AdditionView;
const finder = {
  search: (kind: string) => Promise.resolve(kind === 'embedding' ? [style] : kind === 'upscaler' ? [sharp] : []),
  byHash: (hash: string) => Promise.resolve(hash === '735e4c3a44' ? 'mse@840000' : undefined),
};
const imported = (more: Partial<ImportedParameters>): ImportedParameters => ({
  ...{ prompt: '', negative: '', loras: [], unsupported: [] },
  ...more,
});

describe('[B201] embeddings and a VAE of an image', () => {
  it('are found by word, title, or hash, and become settings', async () => {
    const found = await findAdditions(
      imported({
        embeddings: [{ name: '<GV-style>' }, { name: 'van gogh 1.0' }],
        vae: { name: 'x', hash: '735e4c3a44' },
      }),
      finder,
    );
    const context = { present: { embeddings: [{ id: 'old' }] } as Settings, models: [], loras: [] };
    const { settings, skipped } = resolveParameters(found, context);
    expect(settings).toMatchObject({ embeddings: [{ id: 'gv@1' }], vae: { id: 'mse@840000' } });
    expect(skipped).toEqual([]);
  });

  it('are reported when they are not on this server, and those of the room go', async () => {
    const found = await findAdditions(
      imported({ embeddings: [{ name: 'bad-hands', hash: 'ffffffffffff' }], vae: { hash: '0000000000' } }),
      finder,
    );
    const present = { embeddings: [{ id: 'old' }], vae: { id: 'old' } } as Settings;
    const { settings, skipped } = resolveParameters(found, { present, models: [], loras: [] });
    expect(settings.embeddings ?? settings.vae).toBeUndefined();
    expect(skipped).toEqual([
      { reason: 'embedding', name: 'Embedding', value: 'bad-hands' },
      { reason: 'vae', name: 'VAE', value: '0000000000' },
    ]);
  });

  it.each(['esrgan-x4@1.0', 'esrgan x4 1.0', 'ESRGAN-x4@1.0.pth'])('find the upscaler named %s', async (upscaler) => {
    const hires = { upscaler, scale: 2, steps: 4, strength: 0.5 };
    const found = await findAdditions(imported({ hires }), finder);
    const { settings, skipped } = resolveParameters(found, { present: {} as Settings, models: [], loras: [] });
    expect([settings.hires?.upscaler, skipped]).toEqual(['esrgan-x4@1.0', []]);
    const unknown = await findAdditions(imported({ hires: { ...hires, upscaler: '4x-other' } }), finder);
    expect(unknown.hires).not.toHaveProperty('id');
    const builtIn = await findAdditions(imported({ hires: { ...hires, upscaler: 'Latent' } }), finder);
    expect(builtIn.hires).not.toHaveProperty('id');
  });
});
