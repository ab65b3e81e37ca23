import { copyFile, cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { InitialNoise, TextEncoders } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import { DiffusionPipeline } from '../../libs/diffusion/pipeline/diffusion-pipeline.js';
import { guidanceEmbedding } from '../../libs/diffusion/pipeline/guidance.js';
import { LatentEncoder } from '../../libs/diffusion/pipeline/latent-encoder.js';
import { readModelFolder } from '../../libs/diffusion/model-folder/read-model-folder.js';
import { answeringUnet, inputWeight } from '../support/echo-unet.js';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import type { TinyValue } from '../support/tiny-onnx.js';

const SDXL_TEXT = fileURLToPath(new URL('../golden/tiny-sdxl-text/', import.meta.url));
const CELLS = 8;
const JOB: ImageJob = {
  ...{ prompt: 'a red fox', negative: '', scheduler: 'ddim', steps: 1, guidance: 1, width: 64, height: 64, seed: 3 },
};

interface Kind {
  readonly floats: 'float32' | 'float16';
  readonly channels?: number;
  readonly timestep?: TinyValue;
  readonly others?: readonly TinyValue[];
  readonly textWidth?: number;
}

/** A model whose UNet returns its inputs; its output is used as the image. */
async function answeringModel(kind: Kind): Promise<string> {
  const { floats, channels = 4, textWidth = 32, others = [] } = kind;
  const dir = await modelCopy();
  await changeJson(dir, 'scheduler/scheduler_config.json', { prediction_type: 'sample' });
  const sample: TinyValue = { name: 'sample', type: floats, shape: ['b', channels, 'h', 'w'] };
  const timestep = kind.timestep ?? { name: 'timestep', type: 'int64', shape: [] };
  const text: TinyValue = { name: 'encoder_hidden_states', type: floats, shape: ['b', 's', textWidth] };
  const output: TinyValue = { name: 'out_sample', type: floats, shape: ['b', 4, 'h', 'w'] };
  await putFile(dir, 'unet/model.onnx', answeringUnet(sample, [timestep, text, ...others], output));
  return dir;
}

/** What the UNet added to the initial noise in the only step: one number for all cells. */
async function answerOf(dir: string, job: Partial<ImageJob> = {}): Promise<{ answer: number; spread: number }> {
  const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
  const start = new InitialNoise(JOB.seed).draw(4 * CELLS * CELLS);
  let added = [0];
  await pipeline.render(
    { ...JOB, ...job },
    { onStep: ({ denoised }) => (added = [...denoised.map((v, i) => v - start[i]!)]) },
  );
  await pipeline.release();
  const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
  return { answer: mean, spread: Math.max(...added.map((value) => Math.abs(value - mean))) };
}

/** The weighted mean of values whose last axis is `width` long. */
function weighed(values: ArrayLike<number>, width: number): number {
  return Array.from(values).reduce((sum, value, i) => sum + value * inputWeight(i % width), 0) / values.length;
}

/** What timestep 1 and the text contribute to the plain UNet. */
async function plainAnswer(dir: string): Promise<number> {
  const encoders = await TextEncoders.open(await readModelFolder(dir), { threads: 1 });
  const { data, width, pooled } = await encoders.encode(JOB.prompt);
  await encoders.release();
  return 1 * inputWeight(0) + weighed(data, width) + (pooled ? weighed(pooled, pooled.length) : 0);
}

const CLOSE = { float32: 1e-5, float16: 4e-3 } as const;

async function sdxlModel(floats: Kind['floats'], sizes: TinyValue): Promise<string> {
  const pooled: TinyValue = { name: 'text_embeds', type: floats, shape: ['b', 10] };
  const dir = await answeringModel({ floats, textWidth: 20, others: [pooled, sizes] });
  for (const part of ['text_encoder', 'text_encoder_2', 'tokenizer', 'tokenizer_2']) {
    await cp(join(SDXL_TEXT, part), join(dir, part), { recursive: true, force: true });
  }
  await changeJson(dir, 'model_index.json', { force_zeros_for_empty_prompt: true });
  await changeJson(dir, 'vae_decoder/config.json', { scaling_factor: 0.13025 });
  await changeJson(dir, 'unet/config.json', { addition_embed_type: 'text_time', cross_attention_dim: 20 });
  return dir;
}

describe('[E25] inputs of model kinds', () => {
  it.each<[string, TinyValue]>([
    ['int64 scalar', { name: 'timestep', type: 'int64', shape: [] }],
    ['int32 [1]', { name: 'timestep', type: 'int32', shape: [1] }],
    ['float32 [1]', { name: 'timestep', type: 'float32', shape: [1] }],
    ['float16 of any length', { name: 'timestep', type: 'float16', shape: ['n'] }],
    ['float64 scalar', { name: 't', type: 'float64', shape: [] }],
  ])('a timestep: %s', async (_title, timestep) => {
    const dir = await answeringModel({ floats: 'float32', timestep });
    const { answer, spread } = await answerOf(dir);
    expect(Math.abs(answer - (await plainAnswer(dir)))).toBeLessThan(1e-5);
    expect(spread).toBeLessThan(1e-5);
  });

  it.each(['float32', 'float16'] as const)(
    'SDXL in %s: whole texts, and sizes with the height first',
    async (floats) => {
      const dir = await sdxlModel(floats, { name: 'time_ids', type: floats, shape: ['b', 6] });
      const { answer } = await answerOf(dir);
      const sizes = weighed([64, 64, 0, 0, 64, 64], 6);
      expect(Math.abs(answer - (await plainAnswer(dir)) - sizes)).toBeLessThan(CLOSE[floats]);
      expect((await readModelFolder(dir)).family).toBe('sdxl');
    },
  );

  it('gives SDXL the requested size when latents are padded', async () => {
    const dir = await sdxlModel('float32', { name: 'time_ids', type: 'float32', shape: ['b', 6] });
    const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
    const start = new InitialNoise(JOB.seed).draw(4 * 9 * 7);
    const seen: number[] = [];
    const onStep = ({ denoised, size }: { denoised: Float32Array; size: object }) => {
      expect(size).toEqual({ width: 9, height: 7 });
      seen.push(denoised[0]! - start[0]!);
    };
    await pipeline.render({ ...JOB, width: 72, height: 56 }, { onStep });
    await pipeline.release();
    const sizes = weighed([56, 72, 0, 0, 56, 72], 6);
    expect(Math.abs(seen[0]! - (await plainAnswer(dir)) - sizes)).toBeLessThan(1e-5);
  });

  it('gives Turbo no guidance and trailing timesteps', async () => {
    const dir = await sdxlModel('float32', { name: 'time_ids', type: 'float32', shape: ['b', 6] });
    await changeJson(dir, 'scheduler/scheduler_config.json', { timestep_spacing: 'trailing', steps_offset: 0 });
    const { answer } = await answerOf(dir, { guidance: 0 });
    const sizes = weighed([64, 64, 0, 0, 64, 64], 6);
    // The one step is at 999 instead of 1.
    expect(Math.abs(answer - (await plainAnswer(dir)) - sizes - 998 * inputWeight(0))).toBeLessThan(1e-4);
  });

  it('gives LCM the guidance as input, without a negative half', async () => {
    const inside: TinyValue = { name: 'timestep_cond', type: 'float32', shape: ['b', 256] };
    const dir = await answeringModel({ floats: 'float32', others: [inside] });
    const { answer } = await answerOf(dir, { guidance: 7.5, negative: 'anything but this' });
    const expected = (await plainAnswer(dir)) + weighed(guidanceEmbedding(7.5, 256), 256);
    expect(Math.abs(answer - expected)).toBeLessThan(1e-5);
  });

  it('gives an inpainting UNet mask and masked image, and keeps the unmasked area', async () => {
    const dir = await answeringModel({ floats: 'float32', channels: 9 });
    const rgb = Uint8Array.from(new InitialNoise(1).draw(64 * 64 * 3), (value) => 128 + 60 * value);
    const image = { rgb, width: 64, height: 64 };
    const mask = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 16 ? 255 : 0));
    const { answer } = await answerOf(dir, { init: { image, strength: 1, mask } });
    const encoder = await LatentEncoder.open(await readModelFolder(dir), { threads: 1 });
    const pixels = new Float32Array(3 * 64 * 64);
    for (let i = 0; i < pixels.length; i++) {
      const [channel, at] = [Math.floor(i / 4096), i % 4096];
      pixels[i] = mask[at] ? 0 : (rgb[at * 3 + channel]! / 255) * 2 - 1;
    }
    const masked = await encoder.encode({ data: pixels, width: 64, height: 64 });
    await encoder.release();
    const planes = [0.25, ...[0, 1, 2, 3].map((c) => mean(masked.subarray(c * 64, (c + 1) * 64)))];
    const expected = (await plainAnswer(dir)) + weighed(planes, 5);
    expect(Math.abs(answer - expected)).toBeLessThan(1e-5);
  });

  it('gives an inpainting UNet a gray image when there is none', async () => {
    const dir = await answeringModel({ floats: 'float32', channels: 9 });
    const { answer } = await answerOf(dir);
    const encoder = await LatentEncoder.open(await readModelFolder(dir), { threads: 1 });
    const grey = await encoder.encode({ data: new Float32Array(3 * 64 * 64), width: 64, height: 64 });
    await encoder.release();
    const planes = [1, ...[0, 1, 2, 3].map((c) => mean(grey.subarray(c * 64, (c + 1) * 64)))];
    expect(Math.abs(answer - (await plainAnswer(dir)) - weighed(planes, 5))).toBeLessThan(1e-5);
  });
});

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('[E25] old exports', () => {
  it('load without configs, and with unused folders', async () => {
    const dir = await modelCopy();
    for (const part of ['unet', 'vae_decoder', 'vae_encoder', 'text_encoder']) await rm(join(dir, part, 'config.json'));
    await mkdir(join(dir, 'safety_checker'));
    await copyFile(join(dir, 'unet/model.onnx'), join(dir, 'safety_checker/model.onnx'));
    const folder = await readModelFolder(dir);
    expect(folder).toMatchObject({
      unetDownsampling: 8,
      vae: { spatialFactor: 8, latentChannels: 4, scalingFactor: 0.18215 },
    });
    const pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
    expect(await pipeline.render({ ...JOB, width: 72 })).toMatchObject({ width: 72, height: 64 });
    await pipeline.release();
  });

  it('load when the scheduler config contains -Infinity', async () => {
    const dir = await modelCopy();
    const file = 'scheduler/scheduler_config.json';
    await putFile(
      dir,
      file,
      '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "note": "NaN"}',
    );
    expect((await readModelFolder(dir)).scheduler.timestepSpacing).toBe('linspace');
  });
});
