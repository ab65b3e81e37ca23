import { describe, expect, it } from '@jest/globals';
import { parseInfotext, settingsFromInfotext } from '@visionary/infotext';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import { infotextOf, pngTextsOf, steeredPrompt, takeRecord } from './take-record.js';

const JOB: RenderJob = {
  ...{ prompt: 'a fox', negative: 'blurry', scheduler: 'ddim', steps: 20, guidance: 7, width: 64, height: 64 },
  ...{ seed: 1, batch: 1 },
};
const steered = (...changes: [step: number, prompt: string, negative?: string][]) =>
  steeredPrompt({
    ...JOB,
    promptChanges: changes.map(([step, prompt, negative = 'blurry']) => ({ image: 0, step, prompt, negative })),
  });

describe('takeRecord', () => {
  it.each([
    ['[E62] fused attention', { attention: 'fused' }],
    ['[E94] the plain layout', { layout: 'plain' }],
    ['[E96] the device', { device: 'Radeon' }],
  ] as const)('names %s, in the image, too', (_, rounding) => {
    const by = { modelName: 'sd', modelHash: 'ab', provider: 'cpu' };
    const times = { loadMs: 1, renderMs: 1 };
    expect(takeRecord(JOB, { ...by, ...rounding, infotext: '' }, times, [])).toMatchObject(rounding);
    const records = [{ ...by, ...rounding }, by].map((one) => pngTextsOf(JOB, one, [])[1]!.text);
    const [written] = Object.entries(rounding).map(([key, value]) => `"${key}":"${value}"`);
    expect(records.map((text) => text.includes(written!))).toEqual([true, false]);
  });
});

describe('steeredPrompt', () => {
  it('returns the prompt when nothing changed', () => {
    expect(steered()).toEqual({ prompt: 'a fox', negative: 'blurry' });
  });

  it('nests changes in order', () => {
    expect(steered([5, 'an owl'], [12, 'a bear'])).toEqual({
      prompt: '[[a fox:an owl:5]:a bear:12]',
      negative: 'blurry',
    });
    expect(steered([5, 'a fox', ''])).toEqual({ prompt: 'a fox', negative: '[blurry::5]' });
  });

  it('starts with a change when it applies from the first step', () => {
    expect(steered([0, 'an owl'])).toEqual({ prompt: 'an owl', negative: 'blurry' });
  });

  it('keeps weights', () => {
    expect(steered([5, 'an (owl:1.3)'])).toEqual({ prompt: '[a fox:an (owl:1.3):5]', negative: 'blurry' });
  });

  it('returns nothing when brackets or colons would be misread', () => {
    expect(steered([5, 'a clock: 12:30'])).toBeUndefined();
    expect(steered([5, 'a [cat'])).toBeUndefined();
    expect(steered([5, 'a cat]'])).toBeUndefined();
    expect(steered([5, 'a cat AND a dog'])).toBeUndefined();
  });
});

describe('infotextOf', () => {
  const infotext = (job: Partial<RenderJob>) =>
    infotextOf({ ...JOB, ...job }, { modelName: 'ink', modelHash: 'abcdef0123456789', provider: 'cpu' }, []);

  it('[E80] names clip skip as other tools do, unless it is the default', () => {
    expect(infotext({ clipSkip: 2 })).toContain(', Model: ink, Clip skip: 2');
    expect(infotext({ clipSkip: 1 })).not.toContain('Clip skip');
    expect(settingsFromInfotext(parseInfotext(infotext({ clipSkip: 2 })))).toMatchObject({
      clipSkip: 2,
      unsupported: [],
    });
  });

  it('[G73] writes a second pass as other tools do, and reads it again', () => {
    const hires = { upscaler: 'latent_nearest', scale: 1.5, steps: 8, strength: 0.55, width: 96, height: 96 };
    const text = infotext({ hires });
    expect(text).toContain(', Size: 64x64,');
    expect(text).toContain(
      ', Denoising strength: 0.55, Hires upscale: 1.5, Hires steps: 8, Hires upscaler: Latent (nearest)',
    );
    const { hires: read, unsupported, ...others } = settingsFromInfotext(parseInfotext(text));
    expect(read).toEqual({ upscaler: 'Latent (nearest)', scale: 1.5, steps: 8, strength: 0.55 });
    expect([unsupported, others.strength]).toEqual([[], undefined]);
    const steered = { image: 0, step: 22, prompt: 'an owl', negative: 'blurry' };
    // Steps count on in the second pass.
    expect(infotext({ hires, promptChanges: [steered] })).toMatch(/^\[a fox:an owl:22\]/);
  });
});
