import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { sizeTrouble } from '../domain/model.js';
import { FolderModelCatalogue } from './folder-model-catalogue.js';

const TINY = 'tests/golden/tiny-sd-random';
const JSONS = ['model_index.json', 'unet/config.json', 'vae_decoder/config.json', 'scheduler/scheduler_config.json'];

describe('the models there are', () => {
  let modelsDir: string;
  beforeEach(() => {
    Logger.overrideLogger(false);
    modelsDir = mkdtempSync(join(tmpdir(), 'visionary-models-'));
  });
  afterEach(() => rmSync(modelsDir, { recursive: true }));

  const addModel = (name: string, card?: string) => {
    for (const file of JSONS) cpSync(join(TINY, file), join(modelsDir, name, file));
    if (card !== undefined) writeFileSync(join(modelsDir, name, 'visionary.json'), card);
  };
  const list = (schedulers = ['ddim', 'euler']) => new FolderModelCatalogue({ modelsDir, schedulers }).list();

  it('[G11] are the folders with a model_index.json, read without their graphs', async () => {
    addModel('tiny');
    mkdirSync(join(modelsDir, 'training'));
    writeFileSync(join(modelsDir, 'README.md'), 'not a model');
    expect(await list()).toEqual([
      {
        id: 'tiny',
        dir: join(modelsDir, 'tiny'),
        title: 'tiny',
        by: '',
        about: { en: '', zh: '' },
        licence: '',
        sizes: [{ width: 128, height: 128 }],
        sizeMultiple: 16,
        schedulers: ['ddim', 'euler'],
        recommended: {
          ...{ model: 'tiny', scheduler: 'euler', steps: 20, guidance: 7 },
          ...{ width: 128, height: 128, seed: -1, batch: 1 },
        },
        examples: { en: [], zh: [] },
      },
    ]);
  });

  it('[G11] say about themselves what their card says', async () => {
    const card = {
      title: 'Tiny',
      about: { zh: '很小' },
      recommended: { scheduler: 'ddim', steps: 4, width: 64 },
      sizes: [{ width: 64, height: 128 }],
      examples: { zh: ['一只狐狸'] },
    };
    addModel('tiny', JSON.stringify(card));
    const [model] = await list();
    expect(model).toMatchObject({ title: 'Tiny', about: { en: '', zh: '很小' }, sizes: card.sizes });
    expect(model?.recommended).toMatchObject({ scheduler: 'ddim', steps: 4, width: 64, height: 128, guidance: 7 });
    expect(model?.examples).toEqual({ en: [], zh: ['一只狐狸'] });
  });

  it.each(['not json', '[1]', '{"title":7}', '{"sizes":[]}'])('[G11] stay usable with a bad card: %s', async (card) => {
    addModel('tiny', card);
    expect(await list()).toMatchObject([{ id: 'tiny', title: 'tiny' }]);
  });

  it('[G11] leave out one that cannot be read, not the others', async () => {
    addModel('good');
    addModel('bad');
    writeFileSync(join(modelsDir, 'bad', 'vae_decoder', 'config.json'), '{');
    expect((await list()).map(({ id }) => id)).toEqual(['good']);
  });

  it('[G11] are none where there is no folder', async () => {
    const nowhere = new FolderModelCatalogue({ modelsDir: join(modelsDir, 'nowhere'), schedulers: ['ddim'] });
    expect(await nowhere.list()).toEqual([]);
  });

  it.each([
    [128, 128, true],
    [256, 256, true],
    [64, 64, true],
    [512, 128, true],
    [136, 128, false],
    [256, 272, false],
    [2048, 2048, false],
  ])('[G1] fits %i × %i: %s', async (width, height, fits) => {
    addModel('tiny');
    const [model] = await list();
    const trouble = model && sizeTrouble(model, { width, height });
    expect(trouble).toEqual(fits ? undefined : { width, height, multiple: 16, maxPixels: 65_536 });
  });
});
