import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Conditioning, createScheduler, DiffusionPipeline, type ImageJob, type ModelFolder, readModelFolder, TextEncoders } from '@visionary/diffusion';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readExpected, readInfo, settingsOf } from './vectors.js';

const CLOSE = 1e-4;
const STEPS = 4;
const GUIDANCE = 6;
const info = readInfo('sd15');
const noise = readExpected('sd15')('run.latents0').data;
const [FOX, SNOW] = ['a red fox', 'deep snow at night'];

const job = (prompt: string, values: Partial<ImageJob> = {}): ImageJob => ({
  ...{ prompt, negative: 'blurry', scheduler: 'euler', steps: STEPS, guidance: GUIDANCE, width: 128, height: 128, seed: 0 },
  ...{ initialNoise: noise, ...values },
});

describe('[E81] a prompt of parts joined by AND', () => {
  let folder: ModelFolder;
  let pipeline: DiffusionPipeline;
  let texts: Conditioning[];
  let unet: Graph;
  beforeAll(async () => {
    folder = await readModelFolder(modelFolder(['sd15.safetensors'], settingsOf(info)));
    pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
    const encoders = await TextEncoders.open(folder, { threads: 1 });
    texts = await Promise.all(['blurry', FOX, SNOW].map((text) => encoders.encode(text)));
    await encoders.release();
    unet = await Graph.open(folder.graphs.unet, { threads: 1 });
  });
  afterAll(() => Promise.all([pipeline.release(), unet.release()]));

  /** Composable diffusion, written out: one model call per text, and the weighted sum of their differences. */
  async function composed(weights: readonly number[], guidance: number): Promise<Float32Array> {
    const scheduler = createScheduler('euler', folder.scheduler, STEPS);
    let sample: Float32Array = noise.map((value) => value * scheduler.initNoiseSigma);
    for (const [call, timestep] of scheduler.timesteps.entries()) {
      const input = { data: scheduler.scaleModelInput(sample, call), dims: [1, 4, 16, 16] };
      const predictions: Float32Array[] = [];
      for (const { data, tokens, width } of texts) {
        const text = { data, dims: [1, tokens, width] };
        const feeds = { sample: input, timestep: { data: [timestep], dims: [1] }, encoder_hidden_states: text };
        predictions.push((await unet.run(feeds, 'out_sample')).data);
      }
      const [negative, ...positives] = predictions;
      const guided = negative!.map((base, i) =>
        positives.reduce((sum, values, at) => sum + weights[at]! * guidance * (values[i]! - base), base),
      );
      ({ sample } = scheduler.step(guided, call, sample, undefined));
    }
    return sample;
  }

  it.each([
    [`${FOX} AND ${SNOW} :0.7`, [1, 0.7], GUIDANCE],
    [`${FOX}:1.2 AND ${SNOW} :-0.4`, [1.2, -0.4], GUIDANCE],
    [`${FOX} AND ${SNOW} :.5`, [1, 0.5], 1],
  ])('is guided by the weighted sum of its parts, %s', async (prompt, weights, guidance) => {
    const { latents } = await pipeline.render(job(prompt, { guidance }));
    expect(largestDifference(latents, await composed(weights, guidance))).toBeLessThanOrEqual(CLOSE);
  });

  it('has schedules in each part, and can be steered to and from', async () => {
    const scheduled = await pipeline.render(job(`${FOX} AND [${SNOW}:an owl:2] :0.7`));
    const change = { step: 2, prompt: `${FOX} AND an owl :0.7`, negative: 'blurry' };
    const steered = await pipeline.render(job(`${FOX} AND ${SNOW} :0.7`), {
      steer: (done) => (done === 2 ? change : undefined),
    });
    expect(steered.latents).toEqual(scheduled.latents);
    const plain = await pipeline.render(job(`${FOX} AND ${SNOW} :0.7`, { changes: [{ ...change, prompt: FOX }] }));
    expect(plain.latents).not.toEqual(scheduled.latents);
  });

  it('with more than eight parts is rejected, and a steer to it leaves the render running', async () => {
    const parts = Array.from({ length: 9 }, () => FOX).join(' AND ');
    const error = { code: 'RENDER_OUT_OF_RANGE', message: expect.stringContaining('at most 8') };
    await expect(pipeline.render(job(parts))).rejects.toMatchObject(error);
    const rejected: unknown[] = [];
    const { latents } = await pipeline.render(job(FOX), {
      steer: (done) => (done === 1 ? { prompt: parts, negative: '' } : undefined),
      onSteered: (_done, reason) => rejected.push(reason),
    });
    expect(rejected).toMatchObject([error]);
    expect(latents).toEqual((await pipeline.render(job(FOX))).latents);
  });
});
