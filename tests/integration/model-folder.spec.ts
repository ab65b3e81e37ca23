import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TINY_SD } from '../golden/vectors.js';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import { copyGraph, type TinyValue } from '../support/tiny-onnx.js';
import { DiffusionPipeline } from '../../libs/diffusion/pipeline/diffusion-pipeline.js';
import { folderFingerprint, folderHash } from '../../libs/diffusion/model-folder/folder-hash.js';
import { readModelFolder } from '../../libs/diffusion/model-folder/read-model-folder.js';

const LOAD = { threads: 1 };

/** A UNet with these inputs. */
const unetGraph = ({ channels = 4, textWidth = 32, more = [] as TinyValue[] }): Uint8Array => {
  const sample: TinyValue = { name: 'sample', type: 'float32', shape: ['b', channels, 'h', 'w'] };
  const text: TinyValue = { name: 'encoder_hidden_states', type: 'float32', shape: ['b', 's', textWidth] };
  const inputs = [sample, { name: 'timestep', type: 'int64', shape: [] } as const, text, ...more];
  return copyGraph(inputs, 'sample', { ...sample, name: 'out_sample' });
};

describe('readModelFolder', () => {
  it('reads a folder without loading graphs', async () => {
    expect(await readModelFolder(TINY_SD)).toMatchObject({
      scheduler: { betaSchedule: 'scaled_linear', timestepSpacing: 'leading', stepsOffset: 1 },
      vae: { spatialFactor: 8, latentChannels: 4, scalingFactor: 0.18215 },
      textLength: 77,
      unetDownsampling: 2,
    });
  });

  it.each(['model_index.json', 'scheduler/scheduler_config.json', 'unet/model.onnx', 'tokenizer/merges.txt'])(
    '[E6] names %s when it is missing',
    async (file) => {
      const dir = await modelCopy();
      await rm(join(dir, file));
      await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'FILE_MISSING', file });
    },
  );

  it.each([
    ['scheduler/scheduler_config.json', { beta_schedule: 'odd' }, 'NOT_SUPPORTED'],
    ['vae_decoder/config.json', { block_out_channels: [] }, 'FILE_UNREADABLE'],
    ['vae_decoder/config.json', { scaling_factor: 0 }, 'FILE_UNREADABLE'],
    ['vae_decoder/config.json', { latent_channels: 1e9 }, 'FILE_UNREADABLE'],
    ['unet/config.json', { block_out_channels: Array(60).fill(1) }, 'FILE_UNREADABLE'],
    ['unet/config.json', { time_cond_proj_dim: 1e9 }, 'FILE_UNREADABLE'],
    ['vae_decoder/config.json', { latent_rgb_factors: [[1, 2, 3]] }, 'FILE_UNREADABLE'],
    ['text_encoder/config.json', { max_position_embeddings: -1 }, 'FILE_UNREADABLE'],
  ])('[E6] rejects %s with %j', async (file, change, code) => {
    const dir = await modelCopy();
    await changeJson(dir, file, change);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code, file });
  });

  it('[E6] rejects invalid JSON, and a list in place of an object', async () => {
    const dir = await modelCopy();
    for (const text of ['[1]', '{"a":']) {
      await putFile(dir, 'model_index.json', text);
      await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', file: 'model_index.json' });
    }
  });

  it('[E6] rejects a VAE with other latents than the UNet', async () => {
    const dir = await modelCopy();
    await changeJson(dir, 'vae_decoder/config.json', { latent_channels: 16 });
    await expect(DiffusionPipeline.load(await readModelFolder(dir), LOAD)).rejects.toMatchObject({
      code: 'DOES_NOT_FIT',
      file: 'unet/model.onnx',
    });
  });

  it('[E6] names a graph input that is not supported', async () => {
    const dir = await modelCopy();
    await putFile(
      dir,
      'unet/model.onnx',
      unetGraph({ more: [{ name: 'class_labels', type: 'float32', shape: ['b', 6] }] }),
    );
    const loading = DiffusionPipeline.load(await readModelFolder(dir), LOAD);
    await expect(loading).rejects.toMatchObject({ code: 'NOT_SUPPORTED', file: 'unet/model.onnx' });
    await expect(loading).rejects.toThrow('class_labels float32[?,6]');
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'a transformer',
      { 'model_index.json': '{"_class_name":"FluxPipeline"}', 'transformer/x': '' },
      'transformer',
      'FluxPipeline',
    ],
    [
      'a transformer by its index',
      { 'model_index.json': '{"transformer":["diffusers","SD3"]}' },
      'transformer',
      'no UNet',
    ],
    [
      'weights of PyTorch',
      { 'model_index.json': '{}', 'unet/w.safetensors': '' },
      'unet/w.safetensors',
      'no ONNX graph',
    ],
    ['a checkpoint that can run code', { 'dream.ckpt': '' }, 'dream.ckpt', 'single checkpoint'],
  ])('[E26] names %s', async (_title, files, file, expected) => {
    const dir = join(await modelCopy(), 'foreign');
    for (const [name, content] of Object.entries(files)) await putFile(dir, name, content);
    const reading = readModelFolder(dir);
    await expect(reading).rejects.toMatchObject({ code: 'NOT_SUPPORTED', file });
    await expect(reading).rejects.toThrow(expected);
  });

  it('[E26] distinguishes a file, a folder, and a missing path', async () => {
    const file = join(await modelCopy(), 'model.ckpt');
    await expect(readModelFolder(file)).rejects.toMatchObject({ code: 'FILE_MISSING', file });
    await writeFile(file, '');
    await expect(readModelFolder(file)).rejects.toMatchObject({ code: 'NOT_SUPPORTED', file });
  });

  it('[E26] names graphs with another file name', async () => {
    const dir = await modelCopy();
    await rename(join(dir, 'unet/model.onnx'), join(dir, 'unet/model_fp16.onnx'));
    await expect(readModelFolder(dir)).rejects.toThrow('there is model_fp16.onnx, but no model.onnx');
  });

  it.each([
    ['FlowMatchEulerDiscreteScheduler', 'flow matching'],
    ['EDMEulerScheduler', 'another kind of sampling'],
  ])('[E26] rejects %s', async (name, expected) => {
    const dir = await modelCopy();
    await changeJson(dir, 'scheduler/scheduler_config.json', { _class_name: name });
    await expect(readModelFolder(dir)).rejects.toThrow(expected);
  });

  it('[E26] rejects parts of different models', async () => {
    const dir = await modelCopy();
    await changeJson(dir, 'unet/config.json', { cross_attention_dim: 64 });
    // The graph fixes 32, regardless of its config.
    const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), LOAD);
    await pipeline.release();
    await putFile(dir, 'unet/model.onnx', unetGraph({ textWidth: 64 }));
    const loading = DiffusionPipeline.load(await readModelFolder(dir), LOAD);
    await expect(loading).rejects.toThrow('it reads texts 64 wide, and text_encoder gives 32');
  });

  it.each<[string, number, string]>([
    ['pix2pix', 8, 'edits images by instruction'],
    ['unknown', 5, 'sample has 5 where the VAE has 4'],
  ])('[E26] rejects a UNet of other channels: %s', async (_title, channels, expected) => {
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', unetGraph({ channels }));
    await expect(DiffusionPipeline.load(await readModelFolder(dir), LOAD)).rejects.toThrow(expected);
  });

  it('[E26] rejects the SDXL refiner', async () => {
    const dir = await modelCopy();
    await putFile(
      dir,
      'unet/model.onnx',
      unetGraph({
        more: [
          { name: 'text_embeds', type: 'float32', shape: ['b', 1280] },
          { name: 'time_ids', type: 'float32', shape: ['b', 5] },
        ],
      }),
    );
    await expect(DiffusionPipeline.load(await readModelFolder(dir), LOAD)).rejects.toThrow('refiner of SDXL');
  });

  it('changes the hash when a byte changes', async () => {
    const dir = await modelCopy();
    expect(await folderHash(dir)).toBe(await folderHash(TINY_SD));
    const before = [await folderHash(dir), await folderFingerprint(dir)];
    await putFile(dir, 'README.md', 'a card is no part of the model');
    expect([await folderHash(dir), await folderFingerprint(dir)]).toEqual(before);
    await changeJson(dir, 'unet/config.json', { note: 1 });
    expect(await folderHash(dir)).not.toBe(before[0]);
    expect(await folderFingerprint(dir)).not.toBe(before[1]);
  });
});
