import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { TINY_SD } from '../golden/vectors.js';
import { changeJson, modelCopy } from '../support/model-copy.js';
import { readModelFolder } from '../../libs/diffusion/model-folder/read-model-folder.js';
import { LatentDecoder } from '../../libs/diffusion/pipeline/latent-decoder.js';
import { toImage } from '../../libs/diffusion/pipeline/pixels.js';
import { InitialNoise } from '../../libs/diffusion/random/initial-noise.js';
import { encodeFrame } from '../../libs/diffusion/previews/encode-frame.js';
import { AdaptivePreviewer } from '../../libs/diffusion/previews/adaptive-previewer.js';
import type { StepTimings } from '../../libs/diffusion/previews/adaptive-previewer.js';
import { downscale } from '../../libs/diffusion/previews/downscale.js';
import type { LatentSize } from '../../libs/diffusion/pipeline/latent-frame.js';
import { openPreviewer } from '../../libs/diffusion/previews/previewer.js';
import type { Previewer } from '../../libs/diffusion/previews/adaptive-previewer.js';

const SIZE = { width: 8, height: 6 };
const latents = new InitialNoise(5).draw(4 * SIZE.width * SIZE.height);
const open = async (dir: string) => openPreviewer(await readModelFolder(dir), { threads: 1 });

describe('previews', () => {
  let dir: string;
  let previewer: Previewer;
  beforeAll(async () => {
    dir = await modelCopy();
  });
  afterAll(() => previewer.release());

  it('use the published factors of a known latent space: one pixel per cell', async () => {
    previewer = await open(TINY_SD);
    expect(previewer.source).toBe('family');
    expect(await previewer.render(latents, SIZE)).toMatchObject(SIZE);
  });

  it('calibrate an unknown latent space on colours, through its own encoder', async () => {
    await changeJson(dir, 'vae_decoder/config.json', { scaling_factor: 0.5 });
    previewer = await open(dir);
    expect(previewer.source).toBe('calibrated');
    const { rgb } = await previewer.render(latents, SIZE);
    expect(new Set(rgb).size).toBeGreaterThan(1);
  });

  it('are gray when nothing is known', async () => {
    await rm(join(dir, 'vae_encoder'), { recursive: true });
    previewer = await open(dir);
    expect(previewer.source).toBe('grey');
    const { rgb } = await previewer.render(latents, SIZE);
    expect(rgb[0]).toBe(rgb[1]);
  });

  it('prefer factors of the model', async () => {
    const factors = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]; // prettier-ignore
    await changeJson(dir, 'vae_decoder/config.json', { latent_rgb_factors: factors, latent_rgb_bias: [0, 0, 1] });
    previewer = await open(dir);
    expect(previewer.source).toBe('model');
    const cells = SIZE.width * SIZE.height;
    const flat = Float32Array.from({ length: 4 * cells }, (_, i) => [-1, 0, 0.5, 9][Math.floor(i / cells)]!);
    expect([...(await previewer.render(flat, SIZE)).rgb.subarray(0, 3)]).toEqual([0, 128, 255]);
  });

  it('prefer a small decoder', async () => {
    await mkdir(join(dir, 'preview_decoder'));
    await copyFile(join(dir, 'vae_decoder/model.onnx'), join(dir, 'preview_decoder/model.onnx'));
    const folder = await readModelFolder(dir);
    previewer = await openPreviewer(folder, { threads: 1 });
    expect(previewer.source).toBe('decoder');
    const full = await LatentDecoder.open(folder, { threads: 1 });
    const expected = toImage(await full.decode(latents, SIZE));
    expect(await previewer.render(latents, SIZE)).toEqual(expected);
    await full.release();
  });
});

describe('previews from the full VAE', () => {
  it('[E28] are used when a step takes ten times as long, and stop when this thread is slower', async () => {
    const dir = await modelCopy();
    const folder = await readModelFolder(dir);
    let clock = 0;
    let opened = 0;
    const [quick, expected] = [
      await openPreviewer(folder, { threads: 1 }),
      await LatentDecoder.open(folder, { threads: 1 }),
    ];
    const decoding = async () => {
      opened++;
      const decoder = await LatentDecoder.open(folder, { threads: 1 });
      const decode = decoder.decode.bind(decoder);
      return Object.assign(decoder, {
        decode: async (values: Float32Array, size: LatentSize) => {
          clock += 30;
          return decode(values, size);
        },
      });
    };
    const paced = new AdaptivePreviewer(quick, decoding, () => clock);
    const sourceAt = async (pace?: StepTimings) => {
      await paced.render(latents, SIZE, pace);
      return paced.source;
    };
    expect(await sourceAt()).toBe('family');
    expect(await sourceAt({ stepMs: 199, decodeMs: 20 })).toBe('family');
    expect(opened).toBe(0);
    expect(await sourceAt({ stepMs: 200, decodeMs: 20 })).toBe('vae');
    expect(await sourceAt({ stepMs: 299, decodeMs: 20 })).toBe('family');
    // A paced take leaves time between its steps.
    expect(await sourceAt({ stepMs: 20, decodeMs: 20, idleMs: 59 })).toBe('family');
    expect(await sourceAt({ stepMs: 20, decodeMs: 20, idleMs: 60 })).toBe('vae');
    const full = await paced.render(latents, SIZE, { stepMs: 300, decodeMs: 20 });
    expect([paced.source, opened]).toEqual(['vae', 1]);
    expect(full).toEqual(toImage(await expected.decode(latents, SIZE)));
    await Promise.all([paced.release(), expected.release()]);
  });

  it('[E28] are disabled when the VAE can’t be loaded', async () => {
    const quick = await openPreviewer(await readModelFolder(TINY_SD), { threads: 1 });
    const paced = new AdaptivePreviewer(quick, () => Promise.reject(new Error('no memory')));
    for (let step = 0; step < 2; step++) {
      expect(await paced.render(latents, SIZE, { stepMs: 1e6, decodeMs: 1 })).toMatchObject(SIZE);
      expect(paced.source).toBe('family');
    }
    await paced.release();
  });

  it('[E28] are scaled down: blocks become their mean', () => {
    const rgb = Uint8Array.from({ length: 600 * 300 * 3 }, (_, i) => (Math.floor(i / 3) % 600 < 300 ? 10 : 200));
    const small = downscale({ rgb, width: 600, height: 300 }, 256);
    expect([small.width, small.height]).toEqual([200, 100]);
    expect([small.rgb[0], small.rgb[199 * 3], small.rgb.length]).toEqual([10, 200, 200 * 100 * 3]);
  });
});

describe('an encoded frame', () => {
  it.each([
    [16, 16, 'image/webp', 'webp'],
    [32, 32, 'image/webp', 'webp'],
    [64, 64, 'image/jpeg', 'jpeg'],
    [128, 96, 'image/jpeg', 'jpeg'],
  ])('%i x %i is %s', async (width, height, mime, format) => {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251);
    const frame = await encodeFrame({ rgb, width, height });
    expect(frame).toMatchObject({ mime, width, height });
    expect(await sharp(frame.bytes).metadata()).toMatchObject({ format, width, height });
  });
});
