import { describe, expect, it } from '@jest/globals';
import type { Settings } from '@visionary/contract';
import { takeBudget } from './take-budget.js';

const SETTINGS = {
  ...{ model: 'm', scheduler: 'ddim', steps: 30, guidance: 7, width: 512, height: 512, seed: 1, batch: 1 },
} as const satisfies Settings;
const NONE = { trial: undefined, takes: undefined, loadMs: undefined };
const LIMITS = { minMs: 1_000, maxMs: 10_000_000 };
const at512 = (stepMs: number) => ({ stepMs, width: 512, height: 512 });
const msOf = (
  basis: Partial<typeof NONE | { trial: object; takes: object; loadMs: number }>,
  settings: Partial<Settings> = {},
) => takeBudget({ ...SETTINGS, ...settings }, { ...NONE, ...basis } as Parameters<typeof takeBudget>[1], LIMITS).ms;

describe('takeBudget', () => {
  it('[G72] counts a second pass at its size, and the parts of a prompt', () => {
    const hires = { upscaler: 'latent', scale: 2, steps: 10, strength: 0.5 };
    const steps = 30 + 10 * 16 + 20 * 4;
    expect(msOf({ takes: at512(1_000) }, { hires })).toBe(5 * steps * 1_000);
    const basis = { ...NONE, takes: at512(1_000), promptParts: 3 };
    expect(takeBudget(SETTINGS, basis, LIMITS).ms).toBe(5 * (30 * 2 + 20) * 1_000);
  });

  it('[G63] counts an upscaler model, and gives all the time there is to one that was never measured', () => {
    const hires = { upscaler: 'esrgan', scale: 1, steps: 10, strength: 0.5 };
    const budgetOf = (upscaleMs: number | undefined) =>
      takeBudget({ ...SETTINGS, batch: 2, hires }, { ...NONE, takes: at512(1_000), upscaleMs }, LIMITS);
    expect(budgetOf(7_000).ms).toBe(5 * 2 * (40_000 + 20_000 + 7_000));
    expect(budgetOf(undefined)).toEqual({
      ms: LIMITS.maxMs,
      reason: 'its upscaler was never measured, and no take may render longer',
    });
  });

  it('[G31] is five times what steps, decoding and loading took, within the limits', () => {
    expect(takeBudget(SETTINGS, { ...NONE, takes: at512(1_000), loadMs: 4_000 }, LIMITS)).toEqual({
      ms: 5 * ((30 + 20) * 1_000 + 4_000),
      reason: '5 times what was measured for it (30 steps of 1000 ms, 1 images, and loading)',
    });
    expect(msOf({ takes: at512(1_000) }, { batch: 4 })).toBe(5 * 50_000 * 4);
    expect(msOf({ takes: at512(1) }, { steps: 1 })).toBe(LIMITS.minMs);
    expect(msOf({ takes: at512(1_000_000) })).toBe(LIMITS.maxMs);
    expect(takeBudget(SETTINGS, NONE, LIMITS)).toMatchObject({
      ms: LIMITS.maxMs,
      reason: expect.stringMatching(/never measured/),
    });
  });

  it('[G31] grows with the square of the area, and never below the measured size', () => {
    expect(msOf({ takes: at512(100) }, { width: 1_024 })).toBe(4 * msOf({ takes: at512(100) }));
    expect(msOf({ takes: at512(100) }, { width: 64 })).toBe(msOf({ takes: at512(100) }));
  });

  it('[G31] lets takes raise the estimate of a trial at most fourfold', () => {
    const trial = at512(100);
    expect(msOf({ trial })).toBe(5 * 50 * 100);
    expect(msOf({ trial, takes: at512(10) })).toBe(msOf({ trial }));
    expect(msOf({ trial, takes: at512(300) })).toBe(3 * msOf({ trial }));
    expect(msOf({ trial, takes: at512(90_000) })).toBe(4 * msOf({ trial }));
  });
});
