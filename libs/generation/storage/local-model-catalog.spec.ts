import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type SchedulerName, SCHEDULERS } from '@visionary/contract';
import { validateSize } from '../domain/model.js';
import { LocalModelCatalog } from './local-model-catalog.js';

const TINY = 'tests/golden/tiny-sd-random';
const CONFIG_FILES = [
  'model_index.json',
  'unet/config.json',
  'vae_decoder/config.json',
  'scheduler/scheduler_config.json',
];

describe('LocalModelCatalog', () => {
  let modelsDir: string;
  beforeEach(() => {
    Logger.overrideLogger(false);
    modelsDir = mkdtempSync(join(tmpdir(), 'visionary-models-'));
  });
  afterEach(() => rmSync(modelsDir, { recursive: true }));

  const addModel = (name: string, card?: string) => {
    for (const file of CONFIG_FILES) cpSync(join(TINY, file), join(modelsDir, name, file));
    if (card !== undefined) writeFileSync(join(modelsDir, name, 'visionary.json'), card);
  };
  const list = (schedulers: SchedulerName[] = ['ddim', 'pndm']) =>
    new LocalModelCatalog({ modelsDir, schedulers }).list();

  it('[G11] ignores a folder when it is hidden or its name is too long', async () => {
    for (const name of ['tiny', '.cache', `x${'y'.repeat(100)}`]) addModel(name);
    expect((await list()).map(({ id }) => id)).toEqual(['tiny']);
  });

  it('[M120] ignores a folder with a warning when its name contains an @', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    for (const name of ['tiny', 'tiny@1.0']) addModel(name);
    expect((await list()).map(({ id }) => id)).toEqual(['tiny']);
    expect(warn.mock.calls.map(([line]) => String(line))).toEqual([expect.stringContaining('tiny@1.0')]);
    warn.mockRestore();
  });

  it('[G11] lists folders with a model_index.json without reading graphs', async () => {
    addModel('tiny');
    mkdirSync(join(modelsDir, 'training'));
    writeFileSync(join(modelsDir, 'README.md'), 'not a model');
    expect(await list()).toEqual([
      {
        id: 'tiny',
        dir: join(modelsDir, 'tiny'),
        title: 'tiny',
        by: '',
        description: { en: '', zh: '' },
        license: '',
        sizes: [{ width: 128, height: 128 }],
        sizeMultiple: 8,
        schedulers: ['ddim', 'pndm'],
        recommended: {
          ...{ model: 'tiny', scheduler: 'pndm', steps: 20, guidance: 7 },
          ...{ width: 128, height: 128, seed: -1, batch: 1 },
        },
        examples: { en: [], zh: [] },
        family: 'other',
        supportsImg2img: false,
      },
    ]);
  });

  it.each([
    [768, 'sd1'],
    [1024, 'sd2'],
    [2048, 'sdxl'],
    [77, 'other'],
  ])('[G11] whose UNet reads text %i wide are of the family %s', async (width, family) => {
    addModel('tiny');
    writeFileSync(join(modelsDir, 'tiny', 'unet', 'config.json'), JSON.stringify({ cross_attention_dim: width }));
    mkdirSync(join(modelsDir, 'tiny', 'vae_encoder'));
    writeFileSync(join(modelsDir, 'tiny', 'vae_encoder', 'model.onnx'), '');
    expect(await list()).toMatchObject([{ family, supportsImg2img: true }]);
  });

  it.each([
    [{ _class_name: 'DPMSolverMultistepScheduler' }, 'dpmpp_2m'],
    [{ _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true }, 'dpmpp_2m_karras'],
    [{ _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' }, 'dpmpp_2m_sde_karras'],
    [{ _class_name: 'LCMScheduler' }, 'lcm'],
    [{ _class_name: 'UniPCMultistepScheduler' }, 'unipc'],
    [{ _class_name: 'SomethingNew' }, 'euler'],
  ])('[G11] recommend the scheduler they were made for: %j', async (config, scheduler) => {
    addModel('tiny');
    writeFileSync(join(modelsDir, 'tiny', 'scheduler', 'scheduler_config.json'), JSON.stringify(config));
    const [model] = await list([...SCHEDULERS]);
    expect(model?.recommended.scheduler).toBe(scheduler);
  });

  it.each([
    [{ _class_name: 'LCMScheduler' }, {}, { steps: 6, guidance: 1.5 }],
    [{ _class_name: 'LCMScheduler' }, { time_cond_proj_dim: 256 }, { steps: 6, guidance: 8 }],
    [{ _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'trailing' }, {}, { steps: 4, guidance: 0 }],
    [{ timestep_spacing: 'trailing' }, {}, { steps: 20, guidance: 7 }],
  ])('[G11] recommend what they were made for: %j with %j', async (scheduler, unet, recommended) => {
    addModel('quick');
    for (const [file, change] of [
      ['scheduler/scheduler_config.json', scheduler],
      ['unet/config.json', unet],
    ] as const) {
      const path = join(modelsDir, 'quick', file);
      writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }));
    }
    expect(await list(['lcm', 'euler', 'pndm'])).toMatchObject([{ recommended }]);
  });

  const groups = [
    { kind: 'thing', name: { en: 'Animals', zh: '动物' }, entries: [{ en: ['fox'], zh: ['狐狸'], tile: 0 }] },
    { kind: 'place', name: { en: 'Places', zh: '场景' }, entries: [{ zh: ['雪地'] }, { en: ['sea'] }] },
  ];

  it('[G110] says what a model knows, and finds the images that it came with', async () => {
    addModel('tiny', JSON.stringify({ pictures: { title: 'title.webp', sheet: 'missing.webp' } }));
    const write = (name: string, content: string) => writeFileSync(join(modelsDir, 'tiny', name), content);
    write('vocabulary.json', JSON.stringify({ tiles: { size: 64, columns: 8 }, groups }));
    write('title.webp', 'image');
    write('vocabulary.webp', 'tiles');
    const [model] = await list();
    expect(model?.vocabulary).toMatchObject({ things: 1, places: 2, styles: 0 });
    expect(Object.keys(model?.pictures ?? {})).toEqual(['title', 'tiles']);
  });

  it.each([
    ['markup', [{ ...groups[0], entries: [{ en: ['<b>fox</b>'] }] }], 'groups.0.entries.0.en.0'],
    ['prompt syntax', [{ ...groups[0], entries: [{ en: ['(fox:2)'] }] }], 'groups.0.entries.0.en.0'],
    ['an entry without words', [{ ...groups[0], entries: [{}] }], 'an entry without words'],
    ['a word that is too long', [{ ...groups[0], entries: [{ en: ['x'.repeat(61)] }] }], 'groups.0.entries.0.en.0'],
    ['no group', [], 'groups'],
    ['an unknown kind', [{ ...groups[0], kind: 'mood' }], 'groups.0.kind'],
  ])('[G110] ignores a vocabulary with %s, and says why', async (_what, invalid, reason) => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    addModel('tiny', JSON.stringify({ title: 'Tiny' }));
    writeFileSync(join(modelsDir, 'tiny', 'vocabulary.json'), JSON.stringify({ groups: invalid }));
    const [model] = await list();
    expect(model).toMatchObject({ title: 'Tiny' });
    expect(model).not.toHaveProperty('vocabulary');
    expect(warn.mock.calls.map(([line]) => String(line))).toEqual([expect.stringContaining(reason)]);
    warn.mockRestore();
  });

  it('[G110] ignores a vocabulary whose nearest entries do not exist, and images outside of the folder', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    addModel('tiny', JSON.stringify({ pictures: { title: '../title.webp' } }));
    const near = [{ words: ['wolf'], entries: [3] }];
    writeFileSync(join(modelsDir, 'tiny', 'vocabulary.json'), JSON.stringify({ groups, near }));
    expect((await list())[0]).not.toHaveProperty('vocabulary');
    const lines = warn.mock.calls.map(([line]) => String(line));
    expect(lines).toEqual([expect.stringContaining('pictures.title'), expect.stringContaining('near.0')]);
    warn.mockRestore();
  });

  it('[G11] uses the card of a model', async () => {
    const card = {
      title: 'Tiny',
      about: { zh: '很小' },
      recommended: { scheduler: 'ddim', steps: 4, width: 64 },
      draft: { scheduler: 'no such', steps: 2 },
      sizes: [{ width: 64, height: 128 }],
      examples: { zh: ['一只狐狸'] },
    };
    addModel('tiny', JSON.stringify(card));
    const [model] = await list();
    expect(model).toMatchObject({ title: 'Tiny', description: { en: '', zh: '很小' }, sizes: card.sizes });
    expect(model?.recommended).toMatchObject({ scheduler: 'ddim', steps: 4, width: 64, height: 128, guidance: 7 });
    expect(model?.draft).toEqual({ steps: 2 });
    expect(model?.examples).toEqual({ en: [], zh: ['一只狐狸'] });
    for (const card of [{ license: 'MIT' }, { licence: 'MIT' }]) {
      addModel('licensed', JSON.stringify(card));
      expect((await list())[0]).toMatchObject({ id: 'licensed', license: 'MIT' });
    }
  });

  it.each(['not json', '[1]', '{"title":7}', '{"sizes":[]}'])(
    '[G11] lists a model when its card is invalid: %s',
    async (card) => {
      addModel('tiny', card);
      expect(await list()).toMatchObject([{ id: 'tiny', title: 'tiny' }]);
    },
  );

  it('[G11] lists the others when one model is unreadable', async () => {
    addModel('good');
    addModel('bad');
    writeFileSync(join(modelsDir, 'bad', 'vae_decoder', 'config.json'), '{');
    expect((await list()).map(({ id }) => id)).toEqual(['good']);
  });

  it('[G11] lists nothing when the folder does not exist', async () => {
    const nowhere = new LocalModelCatalog({ modelsDir: join(modelsDir, 'nowhere'), schedulers: ['ddim'] });
    expect(await nowhere.list()).toEqual([]);
  });

  it.each([
    [128, 128, true],
    [256, 256, true],
    [64, 64, true],
    [512, 128, true],
    [136, 128, true],
    [132, 128, false],
    [256, 272, false],
    [2048, 2048, false],
  ])('[G1] fits %i × %i: %s', async (width, height, fits) => {
    addModel('tiny');
    const [model] = await list();
    const violations = model && validateSize(model, { width, height });
    expect(violations).toEqual(
      fits ? undefined : { width, height, multiple: 8, maxPixels: 65_536, nearest: model?.sizes.slice(0, 2) },
    );
  });
});
