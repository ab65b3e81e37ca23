import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DiffusionPipeline, readModelFolder, SCHEDULER_NAMES, InitialNoise } from '@visionary/diffusion';
import type { Image, ImageJob } from '@visionary/diffusion';
import { TINY_SD } from '../golden/vectors.js';
import { LatentEncoder } from '../../libs/diffusion/pipeline/latent-encoder.js';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import { attribute, constant, model, nested, node, text, whole } from '../support/tiny-onnx.js';
import type { TinyValue } from '../support/tiny-onnx.js';

const SIDE = 64;
const JOB: ImageJob = {
  ...{ prompt: 'a fox', negative: '', scheduler: 'ddim', steps: 5, guidance: 3, width: SIDE, height: SIDE, seed: 11 },
};
/** An image with edges: half noise, half a gradient. */
const imageOf = (width: number, height: number): Image => {
  const noise = new InitialNoise(2).draw(width * height * 3);
  const rgb = Uint8Array.from(noise, (value, i) => ((i / 3) % width < width / 2 ? 128 + 50 * value : i % 256));
  return { rgb, width, height };
};
const image = imageOf(SIDE, SIDE);
const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE < 20 ? 255 : 0));

describe('images from init images', () => {
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1 });
  });
  afterAll(() => pipeline.release());

  it.each([
    [0.19, 0],
    [0.2, 1],
    [0.59, 2],
    [0.6, 3],
    [1, 5],
  ])('[E20] are rendered at denoising strength %d in %i of 5 steps, each reported', async (strength, steps) => {
    const calls: number[][] = [];
    const init = { image, strength };
    const { rgb } = await pipeline.render(
      { ...JOB, init },
      { onStep: (report) => calls.push([report.step, report.steps]) },
    );
    expect(calls).toEqual(Array.from({ length: steps }, (_, i) => [i + 1, steps]));
    expect(Buffer.from(rgb).equals(image.rgb)).toBe(steps === 0);
  });

  it('[E20] depend on the init image also at full strength', async () => {
    const [one, other] = [image, { ...image, rgb: image.rgb.map((value) => 255 - value) }];
    const [from, fromOther] = [
      await pipeline.render({ ...JOB, init: { image: one, strength: 1 } }),
      await pipeline.render({ ...JOB, init: { image: other, strength: 1 } }),
    ];
    expect(from.latents).not.toEqual(fromOther.latents);
  });

  it.each(SCHEDULER_NAMES)('[E24] keep the unmasked area with %s', async (scheduler) => {
    for (const strength of [0.6, 1]) {
      const { rgb, latents } = await pipeline.render({ ...JOB, scheduler, init: { image, strength, mask } });
      const { latents: clean } = await pipeline.render({ ...JOB, init: { image, strength: 0 } });
      let painted = 0;
      mask.forEach((level, i) => {
        const differs = rgb[i * 3] !== image.rgb[i * 3];
        if (level === 0) expect(differs).toBe(false);
        else painted += Number(differs);
      });
      expect(painted).toBeGreaterThan(SIDE);
      // Columns of cells: three are touched by the mask's 20 pixels, five are not and end as they were.
      latents.forEach((value, cell) => {
        if (cell % 8 > 2) expect(value).toBe(clean[cell]);
      });
    }
  });

  it('[E24] equal the init image when the mask is empty', async () => {
    const nothing = new Uint8Array(SIDE * SIDE).fill(100);
    const { rgb } = await pipeline.render({ ...JOB, init: { image, strength: 1, mask: nothing } });
    expect(rgb).toEqual(image.rgb);
  });

  it('[E2] are the same after any earlier render', async () => {
    const jobs: ImageJob[] = [
      { ...JOB, seed: 2 ** 32 - 1, scheduler: 'dpmpp_2m_sde_karras' },
      { ...JOB, seed: 0, scheduler: 'euler_ancestral', init: { image, strength: 0.6 } },
      { ...JOB, width: 72, height: 88, init: { image: imageOf(72, 88), strength: 0.8 }, scheduler: 'lcm' },
    ];
    const first = [];
    for (const job of jobs) first.push(await pipeline.render(job));
    for (const at of [2, 1, 0]) expect((await pipeline.render(jobs[at]!)).rgb).toEqual(first[at]!.rgb);
  });

  it('[E23] have any size that is a multiple of 8', async () => {
    for (const [width, height] of [
      [64, 72],
      [72, 64],
      [88, 120],
      [8, 8],
      [104, 24],
    ] as const) {
      // prettier-ignore
      const plain = await pipeline.render({ ...JOB, width, height });
      expect([plain.width, plain.height, plain.rgb.length]).toEqual([width, height, width * height * 3]);
      expect(plain.latents).toHaveLength((4 * width * height) / 64);
      const from = { image: imageOf(width, height), strength: 0.6 };
      expect((await pipeline.render({ ...JOB, width, height, init: from })).rgb).toHaveLength(width * height * 3);
    }
  });

  it.each<[string, Partial<ImageJob>, string]>([
    ['a size between eights', { width: 60 }, 'multiples of 8'],
    ['no size', { height: 0 }, 'multiples of 8'],
    ['a seed of 33 bits', { seed: 2 ** 32 }, '0 to 4294967295'],
    ['a seed below 0', { seed: -1 }, 'whole number'],
    ['a strength over 1', { init: { image, strength: 1.1 } }, 'from 0 to 1'],
    ['a strength that is no number', { init: { image, strength: NaN } }, 'from 0 to 1'],
    ['a picture of another size', { width: 72, init: { image, strength: 0.5 } }, '64x64, not 72x64'],
    ['a mask of another size', { init: { image, strength: 0.5, mask: mask.subarray(1) } }, 'the mask has 4095'],
    ['eta over 1', { eta: 2 }, 'eta 2'],
    ['guidance that is no number', { guidance: Infinity }, 'guidance Infinity'],
  ])('[E6] reject %s', async (_title, change, calls) => {
    const rendering = pipeline.render({ ...JOB, ...change });
    await expect(rendering).rejects.toMatchObject({
      code: 'RENDER_OUT_OF_RANGE',
      message: expect.stringContaining(calls),
    });
  });

  it('[E20] are reproducible, also when the encoder graph draws noise', async () => {
    const dir = await modelCopy();
    await changeJson(dir, 'vae_decoder/config.json', { block_out_channels: [1] });
    const sample: TinyValue = { name: 'sample', type: 'float32', shape: ['b', 3, 'h', 'w'] };
    const output: TinyValue = { name: 'latent_sample', type: 'float32', shape: ['b', 4, 'h', 'w'] };
    const scale = nested(5, Buffer.concat([text(1, 'scale'), Buffer.from([0x15, 0, 0, 0x80, 0x3f]), whole(20, 1)]));
    const nodes = [
      node('RandomNormalLike', ['sample'], ['noise'], scale),
      node('RandomNormalLike', ['sample'], ['more']),
      node('Add', ['noise', 'more'], ['all']),
      node('Add', ['sample', 'all'], ['three']),
      node('Slice', ['three', 'from', 'to', 'axis'], ['fourth']),
      node('Concat', ['three', 'fourth'], ['latent_sample'], attribute('axis', 1)),
    ];
    const constants = Object.entries({ from: 0n, to: 1n, axis: 1n }).map(([name, value]) =>
      constant(name, [1], BigInt64Array.of(value)),
    );
    await putFile(dir, 'vae_encoder/model.onnx', model(nodes, [sample], output, constants));
    const encoder = await LatentEncoder.open(await readModelFolder(dir), { threads: 1 });
    const found = await encoder.encode({ data: new Float32Array(3 * 64).fill(0.5), width: 8, height: 8 });
    await encoder.release();
    for (const value of found) expect(value).toBeCloseTo(0.5 * 0.18215, 6);
  });

  it('[E6] are rejected when the model has no encoder', async () => {
    const dir = await modelCopy();
    await rm(join(dir, 'vae_encoder'), { recursive: true });
    const blind = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
    const rendering = blind.render({ ...JOB, init: { image, strength: 0.5 } });
    await expect(rendering).rejects.toMatchObject({ code: 'FILE_MISSING', file: 'vae_encoder/model.onnx' });
    await blind.release();
  });
});
