import { describe, expect, it } from '@jest/globals';
import type { Settings } from '@visionary/contract';
import { StepTimes } from './step-times.js';

const settings = (change: Partial<Settings> = {}): Settings => ({
  ...{ model: 'mini', scheduler: 'ddim', steps: 10, guidance: 5, width: 128, height: 128, seed: 1, batch: 1 },
  ...change,
});
const hires = (upscaler: string) => ({ hires: { upscaler, scale: 2, steps: 5, strength: 0.5 } });
const control = (change = {}) => ({ id: 'canny', image: { uploadId: 'u' }, weight: 1, start: 0, end: 1, ...change });
/** Of 100 ms a step. */
const plain = () => {
  const times = new StepTimes();
  times.record({ settings: settings(), renderMs: 1_000 });
  return times;
};

describe('StepTimes', () => {
  it('[G63] counts one prediction for each part of a prompt, and none for the negative one where guidance has no effect', () => {
    const times = plain();
    const msOf = (promptParts: number, guidance = 5) =>
      times.renderMs({ settings: settings({ guidance }), promptParts });
    expect([msOf(1), msOf(2), msOf(4)]).toEqual([1_000, 1_500, 2_500]);
    expect([msOf(1, 1), msOf(2, 1)]).toEqual([500, 1_500]);
    times.record({ settings: settings(), promptParts: 3, renderMs: 2_000 });
    expect(msOf(1)).toBe(1_000);
  });

  it('[G63] counts ControlNets for the steps in which they apply, at half of the model until a take measures them', () => {
    const times = plain();
    const msOf = (...controls: ReturnType<typeof control>[]) => times.renderMs({ settings: settings({ controls }) });
    expect(msOf(control())).toBe(1_500);
    expect(msOf(control(), control({ start: 0.5 }))).toBe(1_750);
    expect(msOf(control({ weight: 0 }))).toBe(1_000);
    times.record({ settings: settings({ controls: [control({ end: 0.5 })] }), renderMs: 1_200 });
    expect(msOf(control())).toBe(1_400);
    expect(msOf()).toBe(1_000);
    expect(times.renderMs({ settings: settings({ controls: [control()] }), promptParts: 2 })).toBe(2_100);
  });

  it('[G63] counts a second pass at its size, and measures it', () => {
    const times = plain();
    expect(times.renderMs({ settings: settings(hires('latent')) })).toBe(1_000 + 5 * 400);
    times.record({ settings: settings(hires('latent')), renderMs: 5_000 });
    expect(times.renderMs({ settings: settings(hires('latent')) })).toBe(1_000 + 5 * 800);
    expect(times.renderMs({ settings: settings() })).toBe(1_000);
    times.record({ settings: settings({ width: 256, height: 256 }), renderMs: 6_000 });
    expect(times.renderMs({ settings: settings({ ...hires('latent'), batch: 2 }) })).toBe(2 * (1_000 + 5 * 600));
  });

  it('[G63] counts an upscaler model by the pixels that it enlarges, once a take measured it', () => {
    const times = plain();
    const msOf = (width: number) => times.renderMs({ settings: settings({ ...hires('esrgan'), width }) });
    expect(times.upscaleMs(settings(hires('esrgan')))).toBeUndefined();
    expect(msOf(128)).toBe(3_000);
    times.record({ settings: settings(hires('esrgan')), renderMs: 3_700 });
    expect(times.upscaleMs(settings(hires('esrgan')))).toBe(700);
    expect(msOf(128)).toBe(3_700);
    expect(msOf(256)).toBe(2 * 3_700);
    expect(times.upscaleMs(settings(hires('lanczos')))).toBe(0);
  });

  it('[G63] lets the first plain take replace what other takes only suggest', () => {
    const times = new StepTimes();
    times.record({ settings: settings({ controls: [control()] }), renderMs: 3_000 });
    expect(times.renderMs({ settings: settings() })).toBe(2_000);
    times.record({ settings: settings(), renderMs: 1_000 });
    expect(times.renderMs({ settings: settings() })).toBe(1_000);
    times.record({ settings: settings({ controls: [control()] }), renderMs: 1_001 });
    // A share below a tenth is noise.
    expect(times.renderMs({ settings: settings({ controls: [control()] }) })).toBe(1_100);
  });

  it('[G77] measures upscales by their upscaler, apart from steps of the model', () => {
    const times = plain();
    const upscale = (scale: number) => ({
      ...settings(),
      upscale: { image: { takeId: 't', index: 0 }, upscaler: 'sharp', scale, width: 128 * scale, height: 128 * scale },
    });
    expect(times.renderMs({ settings: upscale(2) })).toBeUndefined();
    times.record({ settings: upscale(2), renderMs: 3_000 });
    expect(times.renderMs({ settings: upscale(4) })).toBe(3_000);
    expect(times.renderMs({ settings: settings() })).toBe(1_000);
  });
});
