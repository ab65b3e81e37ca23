import { describe, expect, it } from '@jest/globals';
import type { TakeView } from '@visionary/contract';
import { parametersFromTake } from './parameters-from-take.js';

const settings = {
  ...{ model: 'tiny', scheduler: 'euler', steps: 4, guidance: 5, seed: 7, width: 96, height: 64, batch: 2 },
  ...{ eta: 0.5, loras: [{ id: 'ink', weight: 0.8 }] },
} as const;
const take = (more: object = {}): TakeView =>
  ({ prompt: 'a fox', negative: 'fog', settings: { ...settings, ...more } }) as unknown as TakeView;

describe('generation data of a take as settings', () => {
  it('[W33] contain everything that can be set', () => {
    expect(parametersFromTake(take())).toMatchObject({
      ...{ prompt: 'a fox', negative: 'fog', model: { name: 'tiny' }, scheduler: 'euler', steps: 4, guidance: 5 },
      ...{ seed: 7, eta: 0.5, width: 96, height: 64, loras: [{ name: 'ink', weight: 0.8 }], unsupported: [] },
    });
  });

  it('[G73] keep the upscaler of a second pass, and name ControlNets, whose images stay in their room', () => {
    const hires = { upscaler: 'sharp', scale: 2, steps: 5, strength: 0.5 };
    const controls = [{ id: 'edges', image: { uploadId: 'u' }, weight: 1, start: 0, end: 1 }];
    const found = parametersFromTake(take({ hires, controls }));
    expect(found).toMatchObject({ hires: { ...hires, id: 'sharp' }, width: 96, height: 64 });
    expect(found.skipped).toEqual([{ reason: 'control', name: 'ControlNet 0', value: 'edges' }]);
  });

  it('[W33] name the init image, which stays in its room', () => {
    const found = parametersFromTake(take({ init: { image: { uploadId: 'u' }, strength: 0.6 } }));
    expect(found.skipped).toEqual([{ reason: 'startImage', name: 'Denoising strength', value: '0.6' }]);
  });
});
