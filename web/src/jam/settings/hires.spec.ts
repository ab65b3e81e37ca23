import type { ModelView, Settings } from '@visionary/contract';
import { describe, expect, it } from '@jest/globals';
import { defaultHires, hiresProblem } from './hires.js';

const MODEL = { sizes: [{ width: 512, height: 512 }], supportsImg2img: true } as unknown as ModelView;
const SETTINGS: Settings = {
  ...{ model: 'm', scheduler: 'ddim', steps: 25, guidance: 7, width: 512, height: 512, seed: 1, batch: 1 },
};
const hires = { upscaler: 'latent', scale: 2, steps: 10, strength: 0.7 };
const init = { image: { takeId: 't', index: 0 }, strength: 0.5 };

describe('[G72] a second pass in the settings', () => {
  it('doubles the size by default where the model can render it', () => {
    expect(defaultHires(SETTINGS, MODEL)).toEqual({ upscaler: 'latent', scale: 2, steps: 13, strength: 0.7 });
    expect(defaultHires({ ...SETTINGS, width: 768, height: 768 }, MODEL).scale).toBe(1.3);
    expect(defaultHires({ ...SETTINGS, width: 1536, height: 1536 }, MODEL).scale).toBe(1);
    expect(hiresProblem({ ...SETTINGS, hires: defaultHires(SETTINGS, MODEL) }, MODEL)).toBeNull();
  });

  it('says why it would be rejected', () => {
    expect(hiresProblem(SETTINGS, MODEL)).toBeNull();
    expect(hiresProblem({ ...SETTINGS, hires, init }, MODEL)).toBe('init');
    expect(hiresProblem({ ...SETTINGS, hires: { ...hires, scale: 2.05 } }, MODEL)).toBe('tooLarge');
    const withoutEncoder = { ...MODEL, supportsImg2img: false };
    expect(hiresProblem({ ...SETTINGS, hires }, withoutEncoder)).toBeNull();
    expect(hiresProblem({ ...SETTINGS, hires: { ...hires, upscaler: 'lanczos' } }, withoutEncoder)).toBe('encoder');
  });
});
