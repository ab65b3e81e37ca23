import { describe, expect, it } from '@jest/globals';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import { copyGraph } from '../support/tiny-onnx.js';
import type { TinyValue } from '../support/tiny-onnx.js';
import { readModelFolder } from '../../libs/diffusion/model-folder/read-model-folder.js';
import { InitialNoise } from '../../libs/diffusion/random/initial-noise.js';
import { DiffusionPipeline } from '../../libs/diffusion/pipeline/diffusion-pipeline.js';
import type { ImageJob } from '../../libs/diffusion/pipeline/image-job.js';

const JOB: ImageJob = {
  prompt: 'a fox',
  negative: '',
  scheduler: 'ddim',
  steps: 1,
  guidance: 5,
  width: 64,
  height: 64,
  seed: 3,
};

interface Asks {
  readonly floats: 'float32' | 'float16' | 'float64';
  readonly timestep: TinyValue;
  readonly batch: number | string;
}

/** A model whose UNet returns its input: with v-prediction the result is known in advance. */
async function echoModel({ floats, timestep, batch }: Asks): Promise<DiffusionPipeline> {
  const dir = await modelCopy();
  await changeJson(dir, 'scheduler/scheduler_config.json', { prediction_type: 'sample' });
  const sample: TinyValue = { name: 'sample', type: floats, shape: [batch, 4, 'h', 'w'] };
  const text: TinyValue = { name: 'encoder_hidden_states', type: floats, shape: [batch, 77, 32] };
  const graph = copyGraph([sample, timestep, text], 'sample', { ...sample, name: 'out_sample' });
  await putFile(dir, 'unet/model.onnx', graph);
  return DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
}

describe('input types and limits of a graph', () => {
  it.each<[string, Asks]>([
    [
      'float32, one scalar timestep',
      { floats: 'float32', timestep: { name: 'timestep', type: 'int64', shape: [] }, batch: 'b' },
    ],
    [
      'float16, timestep [1]',
      { floats: 'float16', timestep: { name: 'timestep', type: 'float16', shape: [1] }, batch: 'b' },
    ],
    [
      'float64, timestep of any length',
      { floats: 'float64', timestep: { name: 't', type: 'float32', shape: ['n'] }, batch: 'b' },
    ],
    ['a batch of one only', { floats: 'float32', timestep: { name: 'timestep', type: 'int32', shape: [1] }, batch: 1 }],
    [
      'a batch of two always',
      { floats: 'float32', timestep: { name: 'timestep', type: 'int64', shape: [2] }, batch: 2 },
    ],
    [
      'a batch of four always',
      { floats: 'float32', timestep: { name: 'timestep', type: 'int64', shape: [4] }, batch: 4 },
    ],
  ])('%s', async (_title, asks) => {
    const pipeline = await echoModel(asks);
    const start = new InitialNoise(JOB.seed).draw(4 * 8 * 8);
    // One step to alpha 0.9991: the echoed x0, and the noise that the model thereby predicts.
    const { latents } = await pipeline.render(JOB);
    const closest = Math.max(...latents.map((value, i) => Math.abs(value - expectedAfterOneStep(start[i]!))));
    expect(closest).toBeLessThan(asks.floats === 'float16' ? 4e-3 : 1e-5);
    await pipeline.release();
  });

  it('[E25] reject a prompt that is too long for the export', async () => {
    const pipeline = await echoModel({
      floats: 'float32',
      timestep: { name: 'timestep', type: 'int64', shape: [] },
      batch: 'b',
    });
    const prompt = 'fox '.repeat(80);
    const expected = {
      code: 'RENDER_OUT_OF_RANGE',
      message: expect.stringContaining('exported for texts of 77 tokens'),
    };
    await expect(pipeline.render({ ...JOB, prompt })).rejects.toMatchObject(expected);
    const change = { step: 1, prompt, negative: '' };
    await expect(pipeline.render({ ...JOB, steps: 2, changes: [change] })).rejects.toMatchObject(expected);
    await pipeline.release();
  });
});

/** DDIM from the only timestep of one leading step, 1, to the first trained alpha: with x0 = x, by the paper's equation. */
function expectedAfterOneStep(x: number): number {
  const beta = (i: number) => (Math.sqrt(0.00085) + (i / 999) * (Math.sqrt(0.012) - Math.sqrt(0.00085))) ** 2;
  const before = 1 - beta(0);
  const now = before * (1 - beta(1));
  const noise = (x - Math.sqrt(now) * x) / Math.sqrt(1 - now);
  return Math.sqrt(before) * x + Math.sqrt(1 - before) * noise;
}
