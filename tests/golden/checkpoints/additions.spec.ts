import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAddition } from '../../../libs/diffusion/additions/addition-facts.js';
import { tryAddition } from '../../../libs/diffusion/additions/try-addition.js';
import { readHeader } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { buildControlNet } from '../../../libs/diffusion/checkpoint/controlnet-graph.js';
import { buildEsrgan, esrganFactor } from '../../../libs/diffusion/checkpoint/esrgan-graph.js';
import {
  findControlNet,
  findEsrgan,
  findNetworks,
  findTaesdDecoder,
  type WeightFile,
} from '../../../libs/diffusion/checkpoint/networks.js';
import { buildTaesdDecoder } from '../../../libs/diffusion/checkpoint/taesd-graph.js';
import { inspectFolder } from '../../../libs/diffusion/inspection.js';
import { buildUnet } from '../../../libs/diffusion/checkpoint/unet-graph.js';
import { builtGraph } from '../../../libs/diffusion/onnx/graph-source.js';
import { Graph, type GraphTensor } from '../../../libs/diffusion/sessions/graph.js';
import { safetensorsOf } from '../../support/additions.js';
import { freshFolder } from '../../support/services.js';
import { largestDifference } from '../vectors.js';
import { hasFile, hasVector, modelFolder, readExpected, readInfo, settingsOf } from './vectors.js';

const CLOSE = 1e-4;
/** Its pixels are up to 14. */
const TAESD_CLOSE = 5e-4;
const SD1_HEADS = { count: 8 };

const fileIn = (dir: string, name: string): WeightFile => ({ location: name, ...readHeader(dir, name) });

async function run(dir: string, build: () => Buffer, feeds: Record<string, GraphTensor>, outputs: readonly string[]) {
  const graph = await Graph.open(builtGraph(join(dir, 'model.onnx'), dir, build), { threads: 1 });
  const results = await graph.runFor(feeds, outputs);
  await graph.release();
  return results;
}

if (hasVector('controlnet')) {
  interface ControlNetInfo {
    readonly file: readonly string[];
    readonly base: string;
    readonly scale: number;
  }
  const { file: files, base: baseFile, scale } = readInfo<ControlNetInfo>('controlnet');
  const base = baseFile.replace(/\.safetensors$/, '');
  const [wanted, inputs, info] = [readExpected('controlnet'), readExpected(base), readInfo(base)];

  describe('[E55] a ControlNet', () => {
    const unetFeeds = {
      sample: inputs('unet.a.sample'),
      timestep: { data: [info['unet.a.timestep']], dims: [1] },
      encoder_hidden_states: inputs('unet.a.context'),
    };
    const control = async (file: string) => {
      const dir = modelFolder([file, baseFile], settingsOf(info));
      const tensors = findControlNet(fileIn(dir, file))!;
      const outputs = [...Array.from({ length: tensors.count('controlnet_down_blocks') }, (_, i) => `down.${i}`), 'mid'];
      const feeds = { ...unetFeeds, hint: wanted('hint'), scale: { data: [scale], dims: [1] } };
      return { dir, residuals: await run(dir, () => buildControlNet(tensors, { heads: SD1_HEADS }), feeds, outputs) };
    };

    it('of SDXL is tried without a model, whatever the widths of its text and sizes', async () => {
      const name = files.find((file) => hasFile(file) && file.includes('diffusers'));
      const sides = [...fileIn(modelFolder([name!], {}), name!).tensors].map(([key, { shape }]) => [key, shape] as const);
      const shapes = Object.fromEntries(sides);
      const width = shapes['time_embedding.linear_2.weight']![0]!;
      const ofSdxl = (textAndSizes: number) =>
        safetensorsOf({
          ...{ ...shapes, 'add_embedding.linear_1.weight': [width, textAndSizes] },
          ...{ 'add_embedding.linear_1.bias': [width], 'add_embedding.linear_2.weight': [width, width] },
          'add_embedding.linear_2.bias': [width],
        });
      const file = join(freshFolder(), 'edges.safetensors');
      for (const textAndSizes of [60, 2816]) {
        await writeFile(file, ofSdxl(textAndSizes));
        expect(readAddition(file)).toMatchObject({ base: 'sdxl', facts: { kind: 'controlnet' } });
        await expect(tryAddition(file, { threads: 1 })).resolves.toBeUndefined();
      }
    });

    it.each(files.filter(hasFile))('gives the residuals of the original, %s', async (file) => {
      const { residuals } = await control(file);
      for (const [name, { data }] of Object.entries(residuals)) {
        expect(largestDifference(data, wanted(`${name}_scale${scale}`).data)).toBeLessThanOrEqual(CLOSE);
      }
    });

    it('changes the prediction of the UNet as in the original', async () => {
      const { dir, residuals } = await control(files.find(hasFile)!);
      const unet = findNetworks(fileIn(dir, baseFile)).unet!;
      const build = () => buildUnet(unet, { heads: SD1_HEADS, isControlled: true });
      const { out_sample: prediction } = await run(dir, build, { ...unetFeeds, ...residuals }, ['out_sample']);
      expect(largestDifference(prediction!.data, wanted(`unet.out_scale${scale}`).data)).toBeLessThanOrEqual(CLOSE);
    });
  });
}

if (hasVector('taesd')) {
  describe('[E56] a stock TAESD', () => {
    const wanted = readExpected('taesd');

    it('decodes latents to the pixels of the original', async () => {
      const dir = modelFolder(['taesd_decoder.safetensors'], {});
      const tensors = findTaesdDecoder(fileIn(dir, 'taesd_decoder.safetensors'))!;
      const scalingFactor = 0.18215;
      const latents = wanted('latents');
      const feeds = { latent_sample: { ...latents, data: latents.data.map((value) => value / scalingFactor) } };
      const { sample } = await run(dir, () => buildTaesdDecoder(tensors, scalingFactor), feeds, ['sample']);
      expect(largestDifference(sample!.data, wanted('decoded_-1_1').data)).toBeLessThanOrEqual(TAESD_CLOSE);
    });

    it('is named alone, and one of the files of a checkpoint beside it', async () => {
      const alone = modelFolder(['taesd_decoder.safetensors'], {});
      expect(await inspectFolder(alone, ['taesd_decoder.safetensors'])).toMatchObject({
        facts: { kind: 'weights', weightsKind: 'previewDecoder' },
      });
      const files = ['sd15.safetensors', 'taesd_decoder.safetensors'];
      const inspected = await inspectFolder(modelFolder(files, { textHeads: [3] }), files);
      expect(inspected).toMatchObject({ ok: true, facts: { kind: 'model' } });
    });
  });
}

if (hasVector('esrgan')) {
  describe('[E57] an ESRGAN', () => {
    const wanted = readExpected('esrgan');
    const upscale = async (file: string, pixels: GraphTensor) => {
      const dir = modelFolder([file], {});
      const tensors = findEsrgan(fileIn(dir, file))!;
      const { upscaled } = await run(dir, () => buildEsrgan(tensors), { pixels }, ['upscaled']);
      return { factor: esrganFactor(tensors), data: upscaled!.data };
    };

    const cases = [
      ['esrgan_x4_new_keys.safetensors', '', 4],
      ['esrgan_x4_old_keys.safetensors', '', 4],
      ['esrgan_x2_new_keys.safetensors', 'x2.', 2],
    ] as const;

    it.each(cases.filter(([file]) => hasFile(file)))('upscales like the original, %s', async (file, start, factor) => {
      const upscaled = await upscale(file, wanted(`${start}input`));
      expect(upscaled.factor).toBe(factor);
      expect(largestDifference(upscaled.data, wanted(`${start}output`).data)).toBeLessThanOrEqual(CLOSE);
    });
  });
}
