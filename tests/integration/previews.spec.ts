import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { TINY_SD } from '../golden/vectors.js';
import { changeJson, modelCopy } from '../support/model-copy.js';
import { readModelFolder } from '../../libs/diffusion/model-folder/model-folder.js';
import { LatentDecoder } from '../../libs/diffusion/pipeline/latent-decoder.js';
import { toPicture } from '../../libs/diffusion/pipeline/pixels.js';
import { StartNoise } from '../../libs/diffusion/random/start-noise.js';
import { encodeFrame } from '../../libs/diffusion/previews/encode-frame.js';
import { openPreviewer } from '../../libs/diffusion/previews/previewer.js';
import type { Previewer } from '../../libs/diffusion/previews/previewer.js';

const SIZE = { width: 8, height: 6 };
const latents = new StartNoise(5).draw(4 * SIZE.width * SIZE.height);
const open = async (dir: string) => openPreviewer(await readModelFolder(dir), { threads: 1 });

describe('previews', () => {
  let dir: string;
  let previewer: Previewer;
  beforeAll(async () => {
    dir = await modelCopy();
  });
  afterAll(() => previewer.release());

  it('use the published factors of a known latent space: one pixel a cell', async () => {
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

  it('are grey where nothing is known at all', async () => {
    await rm(join(dir, 'vae_encoder'), { recursive: true });
    previewer = await open(dir);
    expect(previewer.source).toBe('grey');
    const { rgb } = await previewer.render(latents, SIZE);
    expect(rgb[0]).toBe(rgb[1]);
  });

  it('prefer factors that came with the model', async () => {
    const factors = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]; // prettier-ignore
    await changeJson(dir, 'vae_decoder/config.json', { latent_rgb_factors: factors, latent_rgb_bias: [0, 0, 1] });
    previewer = await open(dir);
    expect(previewer.source).toBe('model');
    const cells = SIZE.width * SIZE.height;
    const flat = Float32Array.from({ length: 4 * cells }, (_, i) => [-1, 0, 0.5, 9][Math.floor(i / cells)]!);
    expect([...(await previewer.render(flat, SIZE)).rgb.subarray(0, 3)]).toEqual([0, 128, 255]);
  });

  it('prefer a small decoder to everything else', async () => {
    await mkdir(join(dir, 'preview_decoder'));
    await copyFile(join(dir, 'vae_decoder/model.onnx'), join(dir, 'preview_decoder/model.onnx'));
    const folder = await readModelFolder(dir);
    previewer = await openPreviewer(folder, { threads: 1 });
    expect(previewer.source).toBe('decoder');
    const full = await LatentDecoder.open(folder, { threads: 1 });
    const wanted = toPicture(await full.decode(latents, SIZE));
    expect(await previewer.render(latents, SIZE)).toEqual(wanted);
    await full.release();
  });
});

describe('an encoded frame', () => {
  it.each([
    [16, 16, 'image/webp', 'webp'],
    [64, 64, 'image/webp', 'webp'],
    [128, 96, 'image/jpeg', 'jpeg'],
  ])('%i x %i is %s', async (width, height, mime, format) => {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251);
    const frame = await encodeFrame({ rgb, width, height });
    expect(frame).toMatchObject({ mime, width, height });
    expect(await sharp(frame.bytes).metadata()).toMatchObject({ format, width, height });
  });
});
