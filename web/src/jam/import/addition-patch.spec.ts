import { describe, expect, it } from '@jest/globals';
import { LIMITS, type ModelView, type Settings } from '@visionary/contract';
import { additionPatch } from './addition-patch.js';

const present: Settings = {
  ...{ model: 'ink', scheduler: 'euler', steps: 20, guidance: 7, width: 512, height: 512, seed: 5, batch: 1 },
};
const aModel = (id: string, side: number, steps: number) => {
  const size = { width: side, height: side };
  const recommended = { ...present, ...size, model: id, steps };
  return {
    id,
    sizes: [size],
    sizeMultiple: 8,
    schedulers: ['euler'],
    maxClipSkip: 1,
    recommended,
  } as unknown as ModelView;
};
const [ink, big] = [aModel('ink', 512, 20), aModel('big', 1024, 12)];
const control = { id: 'net', image: { uploadId: 'image' }, weight: 1, start: 0, end: 1 };
const room = (more: Partial<Settings> = {}) => ({ present: { ...present, ...more }, models: [ink, big] });

describe('[B229] applying an addition to a room', () => {
  it('turns on hires fix with an upscaler, at the size of the model that it changes to', () => {
    const start = room({ init: { image: control.image, strength: 1 } });
    expect(additionPatch('upscaler', 'sharp', start, big)).toMatchObject({
      settings: { model: 'big', width: 1024, init: undefined, hires: { upscaler: 'sharp', scale: 2, steps: 6 } },
    });
  });

  it('replaces the upscaler of a second pass, which stays as it is', () => {
    const hires = { upscaler: 'latent', scale: 1.5, steps: 9, strength: 0.4 };
    expect(additionPatch('upscaler', 'sharp', room({ hires }), ink)).toEqual({
      settings: { init: undefined, hires: { ...hires, upscaler: 'sharp' } },
    });
  });

  it('chooses the model of a ControlNet, and rejects one above the limit', () => {
    expect(additionPatch('controlnet', 'net', room(), big)).toMatchObject({ settings: { model: 'big' } });
    const controls = Array.from({ length: LIMITS.controls }, () => control);
    expect(additionPatch('controlnet', 'net', room({ controls }), undefined)).toEqual({ problem: 'tooManyControls' });
  });

  it('replaces the VAE, and adds an embedding once', () => {
    expect(additionPatch('vae', 'soft', room(), ink)).toEqual({ settings: { vae: { id: 'soft' } } });
    const embeddings = [{ id: 'calm' }, { id: 'bold' }];
    expect(additionPatch('embedding', 'calm', room({ embeddings }), undefined)).toEqual({
      settings: { embeddings: [{ id: 'bold' }, { id: 'calm' }] },
    });
    const full = Array.from({ length: LIMITS.embeddings }, (_, n) => ({ id: `e${n}` }));
    expect(additionPatch('embedding', 'calm', room({ embeddings: full }), undefined)).toEqual({
      problem: 'tooManyEmbeddings',
    });
  });
});
