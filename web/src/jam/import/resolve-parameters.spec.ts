import { describe, expect, it } from '@jest/globals';
import { SCHEDULERS, Settings, type LoraView, type ModelView } from '@visionary/contract';
import { parseInfotext, settingsFromInfotext } from '@visionary/infotext';
import fc from 'fast-check';
import { parseMetadata, withSchedule } from './embedded-metadata.js';
import { toDocumentPatch, resolveParameters, type ImportContext } from './resolve-parameters.js';

const present: Settings = {
  ...{ model: 'mini', scheduler: 'euler', steps: 20, guidance: 5, width: 256, height: 256, seed: -1, batch: 4 },
  ...{ eta: 0.5, loras: [{ id: 'moon', weight: 1 }] },
};
const model = (id: string, title: string) =>
  ({ id, title, sizeMultiple: 8, schedulers: [...SCHEDULERS] }) as unknown as ModelView;
const importContext: ImportContext = {
  present,
  models: [model('mini', 'Visionary mini'), model('inkpot', 'Inkpot 1.2')],
  loras: [
    { id: 'wet', title: 'Wet Paper', compatibleModels: ['inkpot'] },
    { id: 'moon', title: 'Moon', compatibleModels: ['mini'] },
  ] as unknown as LoraView[],
};
const fromText = (text: string) => resolveParameters(settingsFromInfotext(parseInfotext(text)), importContext);

describe('[B20] settings from an image', () => {
  it('are applied as a whole, also under the names of other tools', () => {
    const { prompt, settings, skipped } = fromText(
      [
        'a fox in snow <lora:Wet Paper:0.8>',
        'Negative prompt: blur',
        'Steps: 30, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967295, Size: 512x768, Model: Inkpot 1.2',
      ].join('\n'),
    );
    expect(prompt).toEqual({ prompt: 'a fox in snow', negative: 'blur' });
    expect(settings).toEqual({
      ...{ model: 'inkpot', scheduler: 'dpmpp_2m_karras', steps: 30, guidance: 6.5 },
      ...{ width: 512, height: 768, seed: 4294967295, batch: 1, loras: [{ id: 'wet', weight: 0.8 }] },
    });
    expect(skipped).toEqual([]);
  });

  it('list unavailable parameters with the reason', () => {
    const { settings, skipped } = fromText(
      'a fox <lora:gone:1> <lora:wet:1>\nSteps: 900, Sampler: Restart, CFG scale: 7, Seed: 1, Size: 515x512, Model: dreamthing, Hires upscale: 2, Hires upscaler: 4x-UltraSharp, Denoising strength: 0.04, ENSD: 2',
    );
    expect(settings).toMatchObject({ model: 'mini', scheduler: 'euler', steps: 150, width: 512 });
    expect(settings.hires).toEqual({ upscaler: 'lanczos', scale: 2, steps: 100, strength: 0.1 });
    expect(settings).not.toHaveProperty('loras');
    expect(skipped.map(({ reason, value }) => `${reason} ${value}`).sort()).toEqual([
      'limited 0.04 → 0.1',
      'limited 515 → 512',
      'limited 900 → 100',
      'limited 900 → 150',
      'lora gone',
      'loraIncompatible wet',
      'model dreamthing',
      'sampler Restart',
      'unknown 2',
      'upscaler 4x-UltraSharp',
    ]);
  });

  it('replace all previous settings: absent parameters are cleared', () => {
    const { settings } = toDocumentPatch(
      fromText('a fox\nSteps: 9, Sampler: DDIM, CFG scale: 3, Seed: 1, Size: 64x64'),
    );
    expect(settings).toMatchObject({ eta: undefined, loras: undefined, init: undefined, steps: 9 });
  });

  it('are exact if the image has our metadata, with a list of what a room cannot set', () => {
    const job = {
      ...{ prompt: 'a fox', negative: 'blur', scheduler: 'ddim', steps: 12, guidance: 3.25, width: 128, height: 64 },
      ...{ seed: 7, batch: 1, eta: 0.3, loras: [{ id: 'moon', weight: -0.5, sha256: 'ab' }] },
      init: { sha256: 'cd', strength: 0.55 },
      promptChanges: [{ image: 0, step: 4, prompt: 'an owl', negative: '' }],
    };
    const found = parseMetadata(
      JSON.stringify({ modelName: 'mini', modelHash: 'ff', runtime: 'x', provider: 'y', job }),
    );
    const { settings, prompt, skipped } = resolveParameters(found!, importContext);
    expect(prompt).toEqual({ prompt: 'a fox', negative: 'blur' });
    expect(settings).toEqual({
      ...{ model: 'mini', scheduler: 'ddim', steps: 12, guidance: 3.25, width: 128, height: 64, seed: 7, batch: 1 },
      ...{ eta: 0.3, loras: [{ id: 'moon', weight: -0.5 }] },
    });
    expect(skipped.map(({ reason }) => reason)).toEqual(['startImage', 'steered']);
  });

  it('contain steers as a schedule if one is equivalent', () => {
    const job = {
      ...{ prompt: 'a fox <lora:moon:0.5>', negative: '', scheduler: 'ddim', steps: 12, guidance: 3, width: 64 },
      ...{ height: 64, seed: 7, loras: [{ id: 'moon', weight: 0.5 }] },
      promptChanges: [{ image: 0, step: 4, prompt: 'an owl <lora:moon:0.5>', negative: '' }],
    };
    const record = parseMetadata(JSON.stringify({ modelName: 'mini', job }))!;
    expect(record.loras).toEqual([]);
    const beside = 'Steps: 12, Sampler: DDIM, CFG scale: 3, Seed: 7, Size: 64x64';
    const scheduled = withSchedule(record, parseInfotext(`[a fox:an owl:4] <lora:moon:0.5>\n${beside}`));
    expect(resolveParameters(scheduled, importContext)).toMatchObject({
      prompt: { prompt: '[a fox:an owl:4]' },
      settings: { loras: [{ id: 'moon', weight: 0.5 }] },
      skipped: [],
    });
    const reply = withSchedule(record, parseInfotext(`a fox\n${beside}, Steered at: "{}"`));
    expect(resolveParameters(reply, importContext).skipped.map(({ reason }) => reason)).toEqual(['steered']);
  });

  it('[B232] names a LoRA once, with its last weight', () => {
    expect(fromText('a fox <lora:moon:0.5> <lora:moon:0.8>').settings.loras).toEqual([{ id: 'moon', weight: 0.8 }]);
  });

  it.each(['', '{}', '[1]', '{"modelName":"x","job":{}}', 'no json'])('"%s" is not our metadata', (text) => {
    expect(parseMetadata(text)).toBeNull();
  });

  it('are valid for any content of the image', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true }), (text, steps, guidance) => {
        const { settings } = fromText(
          `${text}\nSteps: ${steps}, CFG scale: ${guidance}, Size: ${steps}x${steps}, Seed: 1`,
        );
        expect(Settings.safeParse(settings).success).toBe(true);
      }),
    );
  });
});
