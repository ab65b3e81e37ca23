import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, readModelFolder } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import { attribute, constant, copyGraph, ELEMENT, model, node } from '../support/tiny-onnx.js';
import type { TinyValue } from '../support/tiny-onnx.js';

const MINI = fileURLToPath(new URL('../../models/visionary-mini', import.meta.url));
const JOB: ImageJob = {
  prompt: 'a fox',
  negative: '',
  scheduler: 'ddim',
  steps: 6,
  guidance: 2,
  width: 128,
  height: 128,
  seed: 120,
};

describe('embedded model', () => {
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.load(await readModelFolder(MINI), { threads: 1 });
  });
  afterAll(() => pipeline.release());

  it.each(['an owl at night', 'a robot in space', 'a white rabbit in the snow', 'white', 'black', ''])(
    '[E27] renders %j without a defect, also at high guidance',
    async (prompt) => {
      for (const guidance of [0, 2, 15, 30]) {
        expect(await pipeline.render({ ...JOB, prompt, guidance })).toMatchObject({ width: 128, height: 128 });
      }
    },
  );

  it('[E27] accepts a white result when the init image is white', async () => {
    const image = { rgb: new Uint8Array(128 * 128 * 3).fill(255), width: 128, height: 128 };
    const init = { image, strength: 0.2 };
    expect(await pipeline.render({ ...JOB, prompt: '', guidance: 0, init })).toMatchObject({ width: 128 });
  });
});

describe('model with a defective decoder', () => {
  /** The random model with a decoder that returns three of four latent channels, scaled, as pixels. */
  const broken = async (scale: number, half: boolean): Promise<DiffusionPipeline> => {
    const dir = await modelCopy();
    const type = half ? 'float16' : 'float32';
    await changeJson(dir, 'vae_decoder/config.json', {
      latent_channels: 4,
      block_out_channels: [1],
      scaling_factor: scale,
    });
    const latents: TinyValue = { name: 'latent_sample', type, shape: ['b', 4, 'h', 'w'] };
    await putFile(dir, 'vae_decoder/model.onnx', copyGraph([latents], 'latent_sample', { ...latents, name: 'sample' }));
    return DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
  };
  const size = { width: 16, height: 16 };

  it.each<[string, number, boolean, Partial<ImageJob>, string, string]>([
    ['one color', 1e6, false, {}, 'RENDER_UNIFORM', 'same color'],
    ['values outside the color range', 1e-3, false, {}, 'RENDER_SATURATED', 'out of range'],
    ['values beyond float16 and float32', 1e-39, true, {}, 'RENDER_NAN', 'the pixels have'],
    ['NaN', 1, false, { guidance: 1e38 }, 'RENDER_NAN', 'the latents have'],
  ])('[E27] fails when it returns %s', async (_title, scale, half, change, code, reason) => {
    const pipeline = await broken(scale, half);
    const rendering = pipeline.render({ ...JOB, ...size, ...change });
    await expect(rendering).rejects.toMatchObject({ code, message: expect.stringContaining(reason) });
    await pipeline.release();
  });

  it('[E27] accepts values outside the color range when the take is stopped early', async () => {
    const pipeline = await broken(1e-3, false);
    expect(await pipeline.render({ ...JOB, ...size, stopAt: 5 })).toMatchObject({ stoppedAt: 5 });
    await pipeline.release();
  });

  it('[E27] runs again in float32 when values exceed float16', async () => {
    const render = async (half: boolean) => {
      const dir = await modelCopy();
      await changeJson(dir, 'vae_decoder/config.json', { block_out_channels: [1], scaling_factor: 2 ** -18 });
      await putFile(dir, 'vae_decoder/model.onnx', detour(half));
      const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
      const { rgb } = await pipeline.render({ ...JOB, ...size, steps: 2 });
      await pipeline.release();
      return rgb;
    };
    const [half, whole] = [await render(true), await render(false)];
    expect(new Set(whole).size).toBeGreaterThan(20);
    expect(half).toEqual(whole);
  });
});

/** A decoder that scales latents beyond the range of float16 down by 2^18. */
function detour(half: boolean): Uint8Array {
  const type = half ? 'float16' : 'float32';
  const latents: TinyValue = { name: 'latent_sample', type, shape: ['b', 4, 'h', 'w'] };
  // 2^-9 as float16 bits, or as float32.
  const small = constant('small', [1], half ? Uint16Array.of(0x1800) : Float32Array.of(2 ** -9));
  const nodes = [
    node('Cast', ['latent_sample'], ['same'], attribute('to', ELEMENT[type])),
    node('Mul', ['same', 'small'], ['smaller']),
    node('Mul', ['smaller', 'small'], ['sample']),
  ];
  return model(nodes, [latents], { ...latents, name: 'sample' }, [small]);
}
