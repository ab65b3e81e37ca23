import { describe, expect, it } from '@jest/globals';
import type { ModelView, Settings } from '@visionary/contract';
import { settingsProblem } from './settings-problem.js';

const size = { width: 512, height: 512 };
const settings: Settings = {
  ...{ model: 'm', scheduler: 'ddim', steps: 20, guidance: 7, seed: 1, batch: 1 },
  ...size,
};
const model = (supportsImg2img: boolean) => ({ supportsImg2img, sizes: [size] }) as unknown as ModelView;
const init = { image: { uploadId: 'u' }, strength: 0.5 };
const hires = { upscaler: 'latent', scale: 2, steps: 5, strength: 0.5 };

describe('problems of settings', () => {
  it('[B225] names an init image or second pass that the model cannot render', () => {
    const [full, plain] = [model(true), model(false)];
    expect(settingsProblem(settings, full)).toBeUndefined();
    expect(settingsProblem({ ...settings, init }, full)).toBeUndefined();
    expect(settingsProblem({ ...settings, init }, undefined)).toBeUndefined();
    expect(settingsProblem({ ...settings, init }, plain)).toBe('initUnsupported');
    expect(settingsProblem({ ...settings, init, hires }, full)).toBe('hiresInit');
    expect(settingsProblem({ ...settings, hires: { ...hires, upscaler: 'lanczos' } }, plain)).toBe('hiresEncoder');
    expect(settingsProblem({ ...settings, hires: { ...hires, scale: 4 } }, full)).toBe('hiresTooLarge');
    expect(settingsProblem({ ...settings, hires }, full)).toBeUndefined();
  });
});
