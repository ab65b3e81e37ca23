import { describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, type ImageJob, modelFootprint, readModelFolder } from '@visionary/diffusion';
import { LoadedModels } from '../../../apps/renderer/src/loaded-models.js';
import { largestDifference } from '../vectors.js';
import { type CheckpointInfo, checkpointNames, modelFolder, readExpected, readInfo, settingsOf } from './vectors.js';

/** Of latents after five steps, whose values are up to 31. */
const CLOSE = 1e-3;
/** Its first sigma is 4096. */
const ZERO_SNR_CLOSE = 5e-3;
const SAMPLERS = ['ddim', 'euler'] as const;

const jobOf = ({ run }: CheckpointInfo, scheduler: ImageJob['scheduler'], noise: Float32Array): ImageJob => ({
  prompt: run.prompt,
  negative: run.negative_prompt,
  scheduler,
  steps: run.steps,
  guidance: run.guidance,
  width: 128,
  height: 128,
  seed: 0,
  initialNoise: noise,
  ...(run.time_ids && { sizes: run.time_ids[0]! }),
});

const isInpainting = (name: string) => readInfo(name).family.includes('inpaint');
const names = checkpointNames().filter((name) => !isInpainting(name));

describe.each(names)('[E51] %s, from a prompt to an image', (name) => {
  const info = readInfo(name);
  const wanted = readExpected(name);
  const noise = wanted('run.latents0').data;
  const open = async (settings: object = {}) => {
    const dir = modelFolder([`${name}.safetensors`], { ...settingsOf(info), ...settings });
    return DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
  };

  it('gives latents and pixels of the original', async () => {
    const pipeline = await open();
    for (const scheduler of SAMPLERS) {
      const { latents, rgb } = await pipeline.render(jobOf(info, scheduler, noise));
      expect(largestDifference(latents, wanted(`run.${scheduler}.latents`).data)).toBeLessThanOrEqual(CLOSE);
      expect(largestDifference(rgb, wanted(`run.${scheduler}.image`).data)).toBeLessThanOrEqual(1);
    }
    await pipeline.release();
  });

  if (!('run_vpred' in info)) return;
  it('gives those of v-prediction, with and without zero terminal SNR', async () => {
    const velocity = await open({ prediction: 'v_prediction' });
    for (const scheduler of SAMPLERS) {
      const { latents } = await velocity.render(jobOf(info, scheduler, noise));
      expect(largestDifference(latents, wanted(`run.vpred.${scheduler}.latents`).data)).toBeLessThanOrEqual(CLOSE);
    }
    await velocity.release();
    const zeroSnr = await open({ prediction: 'v_prediction', zeroTerminalSnr: true });
    const { latents } = await zeroSnr.render(jobOf(info, 'euler', noise));
    expect(largestDifference(latents, wanted('run.vpred_zsnr.euler.latents').data)).toBeLessThanOrEqual(ZERO_SNR_CLOSE);
    await zeroSnr.release();
  });
});

const inpainting = checkpointNames().filter(isInpainting);

if (inpainting.length > 0) {
  describe.each(inpainting)('[E51] %s, from an image and a mask', (name) => {
    it('gives the latents of the original', async () => {
      const info = readInfo(name);
      const wanted = readExpected(name);
      const dir = modelFolder([`${name}.safetensors`], settingsOf(info));
      const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
      const image = { rgb: Uint8Array.from(wanted('inpaint.image_u8').data), width: 128, height: 128 };
      const mask = Uint8Array.from(wanted('inpaint.mask').data, (value) => 255 * value);
      for (const scheduler of SAMPLERS) {
        const job = jobOf(info, scheduler, wanted('run.latents0').data);
        const { latents } = await pipeline.render({ ...job, init: { image, mask, strength: 1 } });
        expect(largestDifference(latents, wanted(`run.${scheduler}.latents`).data)).toBeLessThanOrEqual(CLOSE);
      }
      await pipeline.release();
    });
  });
}

/** Computes with 16 bits, or as close as the processor comes to it: it stores them and adds with 32. */
const HALF = { provider: 'cpu', hasHalf: true } as const;
/** Of latents after five steps, as root of the mean square. Measured: 0.3 %. */
const HALF_CLOSE = 0.01;

function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  const [difference, size] = [new Float32Array(actual.length), expected].map((_, i) =>
    expected.reduce((sum, value, at) => sum + (i === 0 ? (actual[at]! - value) ** 2 : value ** 2), 0),
  );
  return Math.sqrt(difference! / size!);
}

describe.each(names)('[E111] %s with 16 bits', (name) => {
  const info = readInfo(name);
  const dir = modelFolder([`${name}.safetensors`], settingsOf(info));

  it('gives latents of the original, less exactly, and its books count half of its weights', async () => {
    const folder = await readModelFolder(dir);
    const pipeline = await DiffusionPipeline.load(folder, { threads: 1, device: HALF });
    expect(pipeline.rounding.precision).toBe('half');
    const wanted = readExpected(name);
    const { latents } = await pipeline.render(jobOf(info, 'ddim', wanted('run.latents0').data));
    await pipeline.release();
    const difference = relativeDifference(latents, wanted('run.ddim.latents').data as Float32Array);
    expect(difference).toBeLessThanOrEqual(HALF_CLOSE);
    // Those of the processor are a thousand times closer.
    expect(difference).toBeGreaterThan(1e-4);
    const { deviceBytes, halfDeviceBytes } = await modelFootprint(folder);
    expect(halfDeviceBytes).toBeLessThan(0.75 * deviceBytes);
  });
});

describe.each(names)('[E110] images of %s that are rendered together', (name) => {
  it('are those that are rendered alone, also when one is cancelled', async () => {
    const info = readInfo(name);
    const dir = modelFolder([`${name}.safetensors`], settingsOf(info));
    const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
    const jobs = [7, 8, 9].map((seed): ImageJob => {
      const { initialNoise: _, ...job } = jobOf(info, 'euler_ancestral', new Float32Array(0));
      return { ...job, prompt: 'a boat AND a lake', steps: 3, width: 96, seed };
    });
    expect(pipeline.rendersTogether(jobs[0]!)).toBe(true);
    const hooksOf = (i: number) => (i === 1 ? { signal: AbortSignal.abort(new Error('cancelled')) } : {});
    const together = await pipeline.renderTogether(jobs.map((job, i) => ({ job, hooks: hooksOf(i) })));
    expect(together[1]).toMatchObject({ status: 'rejected', reason: { message: 'cancelled' } });
    for (const i of [0, 2]) {
      const { latents } = await pipeline.render(jobs[i]!);
      const joined = together[i] as PromiseFulfilledResult<{ latents: Float32Array }>;
      expect(largestDifference(joined.value.latents, latents)).toBeLessThanOrEqual(CLOSE);
    }
    await pipeline.release();
  });
});

describe('a checkpoint of 16 bits', () => {
  const name = names[0]!;
  const info = readInfo(name);
  const wanted = readExpected(name);
  const modelDir = modelFolder([`${name}.safetensors`], settingsOf(info));

  it('[E63] [E94] is loaded in the plain layout where the other one would exceed the budget for a moment', async () => {
    const { estimatedBytes, loadingBytes } = await modelFootprint(await readModelFolder(modelDir));
    expect(loadingBytes).toBeGreaterThan(0);
    expect(loadingBytes).toBeLessThan(estimatedBytes);
    const layoutIn = async (budgetBytes: number) => {
      const models = new LoadedModels({ budgetBytes, threads: 1 }, () => undefined);
      const request = { modelDir, modelName: name, loras: [], width: 128, height: 128 };
      const { value, release } = await models.acquire(request, () => undefined);
      release();
      await value.release();
      return value.rounding.layout;
    };
    // The whole process is measured, so that the tiny model would not fit a budget of its own size.
    const others = 1024 ** 3;
    expect(await layoutIn(others + estimatedBytes + loadingBytes)).toBeUndefined();
    expect(await layoutIn(estimatedBytes + loadingBytes - 1)).toBe('plain');
  });

  it('[E96] gives latents of the original where attention is computed in parts', async () => {
    const device = { provider: 'cpu', hasWrongAttention: true } as const;
    const pipeline = await DiffusionPipeline.load(await readModelFolder(modelDir), { threads: 1, device });
    expect(pipeline.rounding).toEqual({});
    const { latents } = await pipeline.render(jobOf(info, 'ddim', wanted('run.latents0').data));
    await pipeline.release();
    expect(largestDifference(latents, wanted('run.ddim.latents').data)).toBeLessThanOrEqual(CLOSE);
  });

  it('[E94] gives latents of the original in the plain layout', async () => {
    const folder = await readModelFolder(modelDir);
    const pipeline = await DiffusionPipeline.load(folder, { threads: 1, layout: 'plain' });
    const { latents } = await pipeline.render(jobOf(info, 'ddim', wanted('run.latents0').data));
    expect(largestDifference(latents, wanted('run.ddim.latents').data)).toBeLessThanOrEqual(CLOSE);
    await pipeline.release();
  });
});
