import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, readModelFolder, SCHEDULER_NAMES, InitialNoise } from '@visionary/diffusion';
import type { ImageJob, RenderResult } from '@visionary/diffusion';
import fc from 'fast-check';
import { TINY_SD } from '../golden/vectors.js';

const SIDE = 64;
const STEPS = 6;
const image = {
  rgb: Uint8Array.from(new InitialNoise(1).draw(SIDE * SIDE * 3), (v) => 128 + 60 * v),
  width: SIDE,
  height: SIDE,
};
const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE < SIDE / 2 ? 255 : 0));

/** Jobs of every sampler, from noise, from an image, and with a mask. */
const jobs = fc.record({
  scheduler: fc.constantFrom(...SCHEDULER_NAMES),
  start: fc.constantFrom('noise', 'image', 'mask'),
  strength: fc.constantFrom(0.5, 0.7, 1),
  seed: fc.nat(),
  guidance: fc.constantFrom(1, 5),
  eta: fc.constantFrom(undefined, 1),
});

describe('prompt changes during a render', () => {
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1 });
  });
  afterAll(() => pipeline.release());

  const job = ({
    scheduler,
    start,
    strength,
    seed,
    guidance,
    eta,
  }: typeof jobs extends fc.Arbitrary<infer T> ? T : never) => {
    const init = start === 'noise' ? undefined : { image, strength, ...(start === 'mask' && { mask }) };
    const steps = init ? Math.trunc(STEPS * strength) : STEPS;
    const plain: ImageJob = {
      ...{ prompt: 'a fox', negative: 'blurry', scheduler, steps: STEPS, guidance, width: SIDE, height: SIDE, seed },
      ...(init && { init }),
      ...(eta !== undefined && { eta }),
    };
    return { plain, steps };
  };
  const same = (found: RenderResult, expected: RenderResult) => {
    expect(Buffer.from(found.latents.buffer).equals(Buffer.from(expected.latents.buffer))).toBe(true);
    expect(found.rgb).toEqual(expected.rgb);
  };

  it('[E21] renders the same bytes for a steer, a known change, and a schedule', async () => {
    await fc.assert(
      fc.asyncProperty(jobs, fc.nat(), async (drawn, at) => {
        const { plain, steps } = job(drawn);
        const k = 1 + (at % Math.max(1, steps - 1));
        const scheduled = await pipeline.render({ ...plain, prompt: `[a fox:an owl at night:${k}]` });
        const change = { step: k, prompt: 'an owl at night', negative: 'blurry' };
        same(await pipeline.render({ ...plain, changes: [change] }), scheduled);
        const steer = (done: number) => (done === k ? change : undefined);
        same(await pipeline.render(plain, { steer }), scheduled);
      }),
      { numRuns: 16 },
    );
  });

  it('[E21] changes only the steps after it', async () => {
    const { plain } = job({ scheduler: 'unipc', start: 'noise', strength: 1, seed: 4, guidance: 5, eta: undefined });
    const steps = async (changes: ImageJob['changes']) => {
      const seen: Float32Array[] = [];
      await pipeline.render(
        { ...plain, ...(changes && { changes }) },
        { onStep: ({ denoised }) => seen.push(denoised) },
      );
      return seen;
    };
    const [before, after] = [await steps(undefined), await steps([{ step: 3, prompt: 'an owl', negative: '' }])];
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    for (const step of [3, 4, 5]) expect(after[step]).not.toEqual(before[step]);
  });

  it('[E21] asks for changes once per step when a sampler calls the model more often', async () => {
    for (const scheduler of ['heun', 'pndm', 'euler'] as const) {
      const { plain, steps } = job({
        scheduler,
        start: 'image',
        strength: 0.7,
        seed: 4,
        guidance: 5,
        eta: undefined,
      });
      const steerCalls: number[] = [];
      const reportedSteps: number[] = [];
      await pipeline.render(plain, {
        steer: (done) => void steerCalls.push(done),
        onStep: ({ step, steps: of }) => reportedSteps.push(step, of),
      });
      expect(steerCalls).toEqual(Array.from({ length: steps }, (_, i) => i));
      expect(reportedSteps).toEqual(Array.from({ length: steps }, (_, i) => [i + 1, steps]).flat());
    }
  });

  it('[E22] keeps the image of the step when a render is stopped, reproducibly', async () => {
    await fc.assert(
      fc.asyncProperty(jobs, fc.nat(), async (drawn, at) => {
        const { plain, steps } = job(drawn);
        const k = 1 + (at % Math.max(1, steps - 1));
        let seen: Float32Array | undefined;
        const stopped = await pipeline.render(plain, {
          shouldStop: (done) => done === k,
          onStep: ({ denoised }) => (seen = denoised),
        });
        expect(stopped.stoppedAt).toBe(k < steps ? k : undefined);
        if (k < steps) expect(stopped.latents).toEqual(seen);
        same(await pipeline.render({ ...plain, stopAt: k }), stopped);
      }),
      { numRuns: 8 },
    );
  });
});
