import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, type Image, type ImageJob, type ModelFolder, readModelFolder } from '@visionary/diffusion';
import { recognize } from '../../../libs/diffusion/inspection.js';
import { readHeader } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { buildControlNet } from '../../../libs/diffusion/checkpoint/controlnet-graph.js';
import { findControlNet } from '../../../libs/diffusion/checkpoint/networks.js';
import { builtGraph } from '../../../libs/diffusion/onnx/graph-source.js';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';
import { safetensors } from '../../support/safetensors-writer.js';
import { largestDifference } from '../vectors.js';
import { controlNetFor, inpaintingOf } from './derived-files.js';
import { hasVector, modelFolder, readExpected, readInfo, settingsOf } from './vectors.js';
import { WrittenOut } from './written-out.js';
import { readNetworks, type Tensors, XL_SETTINGS, xlModels } from './xl-from-sd15.js';

/**
 * No vectors of a ControlNet or an inpainting model of SDXL exist. Both are made from base models of SDXL, so that they must compute what
 * is known of these: of one made from a Stable Diffusion 1, and of that of the vectors where it is.
 */
const CLOSE = 1e-4;
/** Of latents after several steps. */
const LATENTS_CLOSE = 1e-3;
const [MODEL, NET] = ['model.safetensors', 'net.safetensors'];
const SIDE = 64;
const SIZE = { width: SIDE, height: SIDE };
const RUN = { prompt: 'a red fox', negative: 'rain', steps: 2, guidance: 4, seed: 1, ...SIZE };
const SAMPLERS = ['ddim', 'euler'] as const;
const VECTOR = 'sdxl';

const bases: readonly (readonly [string, () => Tensors, object])[] = [
  ['made from a Stable Diffusion 1', () => xlModels().base, XL_SETTINGS],
  ...(hasVector(VECTOR)
    ? [['of the vectors', () => readNetworks(`${VECTOR}.safetensors`), settingsOf(readInfo(VECTOR))] as const]
    : []),
];

async function folderOf(files: Readonly<Record<string, Tensors>>, settings: object): Promise<ModelFolder> {
  const dir = modelFolder([], settings);
  for (const [name, tensors] of Object.entries(files)) writeFileSync(join(dir, name), safetensors(tensors));
  return readModelFolder(dir);
}

const striped = (period: number, { width, height } = SIZE): Image => ({
  ...{ width, height, rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => ((i % period) * 255) / period) },
});

describe.each(bases)('[E92] a ControlNet for an SDXL %s', (_, read, settings) => {
  let folder: ModelFolder;
  let networks: WrittenOut;
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    const model = read();
    const net = controlNetFor(model, { gain: 0.25, isBlind: false });
    folder = await folderOf({ [MODEL]: model, [NET]: net }, settings);
    networks = await WrittenOut.open(folder, NET);
    pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
  });
  afterAll(() => Promise.all([networks.release(), pipeline.release()]));

  const latentsOf = async (period: number, weight = 0.8) => {
    const imageAt = () => Promise.resolve(striped(period));
    const controls = [{ file: join(folder.dir, NET), imageAt, weight, start: 0, end: 1 }];
    return (await pipeline.render({ ...RUN, scheduler: 'euler', controls })).latents;
  };

  it('reads both texts, the whole text, and the sizes of its model, and adds to both predictions', async () => {
    const latents = await latentsOf(6);
    const expected = await networks.render({ ...RUN, image: striped(6), weight: 0.8 }, [true, true]);
    expect(largestDifference(latents, expected)).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(latents, await latentsOf(24))).toBeGreaterThan(CLOSE);
    const plain = await pipeline.render({ ...RUN, scheduler: 'euler' });
    expect(largestDifference(latents, plain.latents)).toBeGreaterThan(100 * CLOSE);
    expect(await latentsOf(6, 0)).toEqual(plain.latents);
  });
});

if (hasVector(VECTOR)) {
  interface BlockStats {
    readonly mean: number;
    readonly std: number;
    readonly first4: readonly number[];
  }

  describe('[E92] a copy of the way down of SDXL', () => {
    it('gives as residuals what each block of the original code gives', async () => {
      const [info, wanted, model] = [readInfo(VECTOR), readExpected(VECTOR), readNetworks(`${VECTOR}.safetensors`)];
      const net = controlNetFor(model, { gain: 1, isBlind: true });
      const { dir, controlNetOptions } = await folderOf({ [MODEL]: model, [NET]: net }, settingsOf(info));
      const tensors = findControlNet({ location: NET, ...readHeader(dir, NET) })!;
      const build = () => buildControlNet(tensors, controlNetOptions!);
      const graph = await Graph.open(builtGraph(join(dir, 'net.onnx'), dir, build), { threads: 1 });
      const sample = wanted('unet.a.sample');
      const [height, width] = sample.dims.slice(2).map((side) => 8 * side);
      const feeds = {
        sample,
        timestep: { data: [info['unet.a.timestep']], dims: [1] },
        encoder_hidden_states: wanted('unet.a.context'),
        text_embeds: wanted('unet.a.text_embeds'),
        time_ids: wanted('unet.a.time_ids'),
        hint: { data: new Float32Array(3 * height! * width!), dims: [1, 3, height!, width!] },
        scale: { data: [1], dims: [1] },
      };
      const residuals = await graph.runFor(feeds, graph.outputNames);
      await graph.release();
      const stats = (info as unknown as Record<string, Readonly<Record<string, BlockStats>>>)['unet.a.block_stats']!;
      const blocks = Object.entries(stats).filter(([name]) => !name.startsWith('output'));
      expect(blocks).toHaveLength(Object.keys(residuals).length);
      for (const [name, { mean, first4 }] of blocks) {
        const { data } = residuals[name === 'middle_block' ? 'mid' : name.replace('input_blocks', 'down')]!;
        expect(largestDifference(data.subarray(0, 4), first4)).toBeLessThanOrEqual(CLOSE);
        expect(Math.abs(data.reduce((sum, value) => sum + value, 0) / data.length - mean)).toBeLessThanOrEqual(CLOSE);
      }
    });
  });
}

describe.each(bases)('[E93] an inpainting SDXL, from an SDXL %s', (_, read, settings) => {
  const wholeMask = new Uint8Array(SIDE * SIDE).fill(255);
  const leftMask = wholeMask.map((_value, i) => (i % SIDE < SIDE / 2 ? 255 : 0));
  const load = async (model: Tensors) =>
    DiffusionPipeline.load(await folderOf({ [MODEL]: model }, settings), { threads: 1 });
  const job = (mask: Uint8Array, period: number): ImageJob => ({
    ...{ ...RUN, scheduler: 'euler', init: { image: striped(period), mask, strength: 1 } },
  });

  it('is recognized', async () => {
    const { dir } = await folderOf({ [MODEL]: inpaintingOf(read(), 0) }, settings);
    expect(recognize(readHeader(dir, MODEL))).toMatchObject({ kind: 'checkpoint', family: 'sdxl', variant: 'inpainting' });
  });

  it('renders what its base does where everything is repainted', async () => {
    const [base, inpainting] = [await load(read()), await load(inpaintingOf(read(), 0))];
    const { latents: expected } = await base.render({ ...RUN, scheduler: 'euler' });
    const { latents } = await inpainting.render(job(wholeMask, 6));
    expect(largestDifference(latents, expected)).toBeLessThanOrEqual(LATENTS_CLOSE);
    const { latents: masked } = await inpainting.render(job(leftMask, 6));
    expect(largestDifference(masked, expected)).toBeGreaterThan(100 * LATENTS_CLOSE);
    await Promise.all([base.release(), inpainting.release()]);
  });

  it('sees the image only where it is kept', async () => {
    const inpainting = await load(inpaintingOf(read(), 0.5));
    const latentsOf = async (mask: Uint8Array, period: number) => (await inpainting.render(job(mask, period))).latents;
    expect(await latentsOf(wholeMask, 6)).toEqual(await latentsOf(wholeMask, 24));
    expect(largestDifference(await latentsOf(leftMask, 6), await latentsOf(leftMask, 24))).toBeGreaterThan(CLOSE);
    await inpainting.release();
  });
});

if (hasVector(VECTOR)) {
  describe('[E93] an inpainting SDXL, from that of the vectors', () => {
    it('gives the latents of the original where everything is repainted', async () => {
      const [info, wanted] = [readInfo(VECTOR), readExpected(VECTOR)];
      const model = inpaintingOf(readNetworks(`${VECTOR}.safetensors`), 0);
      const pipeline = await DiffusionPipeline.load(await folderOf({ [MODEL]: model }, settingsOf(info)), { threads: 1 });
      const { prompt, negative_prompt: negative, steps, guidance, time_ids: sizes } = info.run;
      const size = { width: 128, height: 128 };
      const init = { image: striped(6, size), mask: new Uint8Array(128 * 128).fill(255), strength: 1 };
      for (const scheduler of SAMPLERS) {
        const { latents } = await pipeline.render({
          ...{ prompt, negative, steps, guidance, ...size, seed: 0, sizes: sizes![0]!, init, scheduler },
          initialNoise: wanted('run.latents0').data,
        });
        expect(largestDifference(latents, wanted(`run.${scheduler}.latents`).data)).toBeLessThanOrEqual(LATENTS_CLOSE);
      }
      await pipeline.release();
    });
  });
}
