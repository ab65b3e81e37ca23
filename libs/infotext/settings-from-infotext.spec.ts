import { describe, expect, it } from '@jest/globals';
import { settingsFromInfotext } from './settings-from-infotext.js';
import { parseInfotext, writeInfotext } from './infotext.js';
import { findSampler, SAMPLER_NAMES, samplerLabels } from './samplers.js';

const parse = (text: string) => settingsFromInfotext(parseInfotext(text));

describe('[E37] settingsFromInfotext', () => {
  it('reads the infotext of another tool', () => {
    const text = [
      'a fox <lora:snow:0.8> in the snow, <lora:ink>',
      'Negative prompt: blurry',
      'Steps: 24, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967295, Size: 512x768, ' +
        'Model hash: 6ce0161689, Model: v1-5, Denoising strength: 0.55, Clip skip: 1, Lora hashes: "snow: abc123", Version: v1.10.1',
    ].join('\n');
    expect(parse(text)).toEqual({
      prompt: 'a fox  in the snow,',
      negative: 'blurry',
      scheduler: 'dpmpp_2m_karras',
      steps: 24,
      guidance: 6.5,
      seed: 4294967295,
      width: 512,
      height: 768,
      strength: 0.55,
      model: { hash: '6ce0161689', name: 'v1-5' },
      loras: [
        { name: 'snow', weight: 0.8, hash: 'abc123' },
        { name: 'ink', weight: 1 },
      ],
      unsupported: [],
    });
  });

  it('reads embeddings and a VAE as AUTOMATIC1111 writes them', () => {
    const text =
      'a fox\nNegative prompt: EasyNegative\nSteps: 24, Sampler: Euler a, Seed: 1, VAE hash: 735e4c3a44, ' +
      'VAE: vae-ft-mse-840000-ema-pruned.safetensors, TI hashes: "EasyNegative: c74b4e810b03, <gv-style>: 0123456789ab"';
    expect(parse(text)).toMatchObject({
      vae: { name: 'vae-ft-mse-840000-ema-pruned', hash: '735e4c3a44' },
      embeddings: [
        { name: 'EasyNegative', hash: 'c74b4e810b03' },
        { name: '<gv-style>', hash: '0123456789ab' },
      ],
      unsupported: [],
    });
    expect(parse(`${text.replace(/VAE hash.*pruned.safetensors/, 'VAE: Automatic')}`)).not.toHaveProperty('vae');
  });

  it('reports what is unsupported', () => {
    const text =
      'x <hypernet:old:1>\nSteps: 1e9.5, Sampler: DPM adaptive, Seed: -1, Clip skip: no, ENSD: 31337, Hires resize: 0x768';
    expect(parse(text)).toEqual({
      prompt: 'x',
      negative: '',
      loras: [],
      unsupported: [
        { key: 'Steps', value: '1e9.5' },
        { key: 'Seed', value: '-1' },
        { key: 'Clip skip', value: 'no' },
        { key: 'ENSD', value: '31337' },
        { key: 'Hires resize', value: '0x768' },
        { key: 'Sampler', value: 'DPM adaptive' },
        { key: 'Prompt', value: '<hypernet:old:1>' },
      ],
    });
  });

  it.each([
    ['DPM++ 2M', 'Karras', 'dpmpp_2m_karras', true],
    ['DPM++ 2M Karras', undefined, 'dpmpp_2m_karras', true],
    ['DPM++ 2M', 'Automatic', 'dpmpp_2m_karras', true],
    ['DPM++ 2M', undefined, 'dpmpp_2m', true],
    ['DPM++ 2M', 'Exponential', 'dpmpp_2m', false],
    ['DPM++ 2M SDE', 'Karras', 'dpmpp_2m_sde_karras', true],
    ['DPM++ 2M SDE Karras', undefined, 'dpmpp_2m_sde_karras', true],
    ['Euler a', 'Automatic', 'euler_ancestral', true],
    ['Euler', 'Karras', 'euler', false],
    ['DDIM', undefined, 'ddim', true],
    ['PLMS', undefined, 'pndm', true],
    ['Heun', 'Uniform', 'heun', true],
    ['UniPC', undefined, 'unipc', true],
    ['LCM', undefined, 'lcm', true],
  ])('reads %s with %s as %s', (sampler, scheduleType, name, hasSchedule) => {
    expect(findSampler(sampler, scheduleType)).toEqual({ name, isScheduleSupported: hasSchedule });
  });

  it.each(SAMPLER_NAMES)('recognizes %s from its written name', (name) => {
    const { sampler, scheduleType, label } = samplerLabels(name);
    expect(findSampler(sampler, scheduleType)).toEqual({ name, isScheduleSupported: true });
    expect(findSampler(label)?.name).toBe(name);
  });

  it('does not take other names for a sampler', () => {
    for (const name of ['constructor', '__proto__', 'toString', '', 'Karras']) {
      expect(findSampler(name)).toBeUndefined();
    }
  });
});

describe('[G73] a second pass in the infotext of other tools', () => {
  const hiresOf = (pairs: string) =>
    settingsFromInfotext(parseInfotext(`x\nSteps: 20, Sampler: Euler, Seed: 1, Size: 512x768, ${pairs}`));

  it('has the steps of the first by default, and a factor or a size', () => {
    expect(hiresOf('Hires upscale: 2, Hires upscaler: Latent, Denoising strength: 0.5')).toMatchObject({
      hires: { upscaler: 'Latent', scale: 2, steps: 20, strength: 0.5 },
      unsupported: [],
    });
    expect(hiresOf('Hires resize: 768x1152, Hires steps: 0, Hires upscaler: 4x-UltraSharp')).toMatchObject({
      hires: { upscaler: '4x-UltraSharp', scale: 1.5, steps: 20, strength: 0.7 },
      unsupported: [],
    });
  });

  it('is none without both, and what nobody understands is reported', () => {
    const { hires, unsupported } = hiresOf('Hires upscale: much, Hires steps: 3, Hires CFG Scale: 5');
    expect(hires).toBeUndefined();
    expect(unsupported.map(({ key }) => key)).toEqual(['Hires upscale', 'Hires steps', 'Hires CFG Scale']);
  });
});

describe('[E36] parseInfotext', () => {
  it.each([
    ['letters without an end', 'a'.repeat(200_000)],
    ['spaces', `a${' '.repeat(200_000)}b`],
    ['open quotes', 'ab: "'.repeat(40_000)],
    ['colons', ': '.repeat(100_000)],
    ['keys', 'ab: 1, '.repeat(30_000)],
    ['lines', '\nNegative prompt:'.repeat(20_000)],
    ['tags', `${'<lora:'.repeat(30_000)}>`],
    ['NUL', '\0'.repeat(100_000)],
  ])('parses large amounts of %s quickly', (_what, text) => {
    const startedAt = performance.now();
    settingsFromInfotext(parseInfotext(text));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('omits pairs without a value, and an empty first line of the negative prompt', () => {
    const text = 'a\nNegative prompt:\nb\nSteps: 1, Sampler: , Seed: 2, Size: 8x8';
    expect(parseInfotext(text)).toEqual({
      prompt: 'a',
      negative: 'b',
      parameters: [
        ['Steps', '1'],
        ['Seed', '2'],
        ['Size-1', '8'],
        ['Size-2', '8'],
      ],
    });
    expect(writeInfotext({ prompt: ' a', negative: '', parameters: [] })).toBe('a');
  });
});
