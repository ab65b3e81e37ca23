import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createScheduler,
  DiffusionPipeline,
  type HiresPass,
  type ImageJob,
  InitialNoise,
  lanczos,
  type ModelFolder,
  readModelFolder,
  TextEncoders,
} from '@visionary/diffusion';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';
import { upscaleLatents } from '../../../libs/diffusion/upscalers/latent-upscale.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readInfo, settingsOf } from './vectors.js';

const CLOSE = 1e-4;
const FIRST = 4;
/** Three steps at this strength are the last of five. */
const [SECOND, STRENGTH, SCHEDULED] = [3, 0.6, 5];
const GUIDANCE = 5;
const SEED = 11;
const [SMALL, LARGE] = [{ width: 128, height: 64 }, { width: 192, height: 128 }];

const job = (values: Partial<ImageJob> = {}): ImageJob => ({
  ...{ prompt: 'a red fox', negative: 'blurry', scheduler: 'euler', steps: FIRST, guidance: GUIDANCE, seed: SEED, ...SMALL },
  ...values,
});
const hires = (upscaler: HiresPass['upscaler'] = 'latent'): HiresPass => ({
  ...{ ...LARGE, upscaler, steps: SECOND, strength: STRENGTH },
});

describe('[E82] a second pass', () => {
  let folder: ModelFolder;
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    folder = await readModelFolder(modelFolder(['sd15.safetensors'], settingsOf(readInfo('sd15'))));
    pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
  });
  afterAll(() => pipeline.release());

  /** The second pass written out, with one model call per text. */
  async function secondPass(clean: Float32Array): Promise<Float32Array> {
    const encoders = await TextEncoders.open(folder, { threads: 1 });
    const texts = [await encoders.encode('blurry'), await encoders.encode('a red fox')];
    await encoders.release();
    const unet = await Graph.open(folder.graphs.unet, { threads: 1 });
    const scheduler = createScheduler('euler', folder.scheduler, SCHEDULED);
    const noise = new InitialNoise(SEED).draw(clean.length);
    let sample = scheduler.addNoise(clean, noise, SCHEDULED - SECOND);
    for (let call = SCHEDULED - SECOND; call < SCHEDULED; call++) {
      const input = { data: scheduler.scaleModelInput(sample, call), dims: [1, 4, LARGE.height / 8, LARGE.width / 8] };
      const predict = async ({ data, tokens, width }: (typeof texts)[number]) => {
        const timestep = { data: [scheduler.timesteps[call]!], dims: [1] };
        const feeds = { sample: input, timestep, encoder_hidden_states: { data, dims: [1, tokens, width] } };
        return (await unet.run(feeds, 'out_sample')).data;
      };
      const [negative, positive] = [await predict(texts[0]!), await predict(texts[1]!)];
      const guided = negative.map((base, i) => base + GUIDANCE * (positive[i]! - base));
      ({ sample } = scheduler.step(guided, call, sample));
    }
    await unet.release();
    return sample;
  }

  it('denoises the interpolated latents of the first again', async () => {
    const first = await pipeline.render(job());
    const clean = upscaleLatents(first.latents, { width: 16, height: 8 }, { width: 24, height: 16 }, 'latent');
    const { latents, width, height } = await pipeline.render(job({ hires: hires() }));
    expect([width, height]).toEqual([192, 128]);
    expect(largestDifference(latents, await secondPass(clean))).toBeLessThanOrEqual(CLOSE);
  });

  it('of an enlarged image is an image-to-image render of it, byte for byte', async () => {
    const first = await pipeline.render(job());
    const image = await lanczos(first, LARGE);
    const alone = await pipeline.render(job({ ...LARGE, steps: SCHEDULED, init: { image, strength: STRENGTH } }));
    const together = await pipeline.render(job({ hires: hires(lanczos) }));
    expect(together.rgb).toEqual(alone.rgb);
  });

  it('counts its steps after those of the first, in reports, schedules, steers, and stops', async () => {
    const reports: (readonly number[])[] = [];
    const scheduled = await pipeline.render(job({ hires: hires(), prompt: '[[a red fox:an owl:2]:a bear:5]' }), {
      onStep: ({ step, steps, size }) => reports.push([step, steps, size.width]),
    });
    expect(reports).toEqual([
      ...[1, 2, 3, 4].map((step) => [step, 7, 16]),
      ...[5, 6, 7].map((step) => [step, 7, 24]),
    ]);
    const changes = [
      { step: 2, prompt: 'an owl', negative: 'blurry' },
      { step: 5, prompt: 'a bear', negative: 'blurry' },
    ];
    expect((await pipeline.render(job({ hires: hires(), changes }))).rgb).toEqual(scheduled.rgb);
    const steer = (done: number) => changes.find(({ step }) => step === done);
    expect((await pipeline.render(job({ hires: hires() }), { steer })).rgb).toEqual(scheduled.rgb);

    const stopped = async (stopAt: number) => pipeline.render(job({ hires: hires(), stopAt }));
    expect(await stopped(2)).toMatchObject({ ...SMALL, stoppedAt: 2 });
    const between = await stopped(FIRST);
    expect(between).toMatchObject({ ...SMALL, stoppedAt: FIRST });
    expect(between.rgb).toEqual((await pipeline.render(job())).rgb);
    expect(await stopped(6)).toMatchObject({ ...LARGE, stoppedAt: 6 });
    expect(await stopped(7)).not.toHaveProperty('stoppedAt');
  });

  it('is cancelled before its next model call, and before it enlarges', async () => {
    for (const at of [FIRST, FIRST + 1]) {
      const controller = new AbortController();
      const steps: number[] = [];
      const onStep = ({ step }: { readonly step: number }) => {
        steps.push(step);
        if (step === at) controller.abort('cancelled');
      };
      const render = pipeline.render(job({ hires: hires(lanczos) }), { signal: controller.signal, onStep });
      await expect(render).rejects.toBe('cancelled');
      expect(steps.at(-1)).toBe(at);
    }
  });

  it('starts from noise, and has a schedule that models know', async () => {
    const error = { code: 'RENDER_OUT_OF_RANGE' };
    const image = { rgb: new Uint8Array(SMALL.width * SMALL.height * 3), ...SMALL };
    await expect(pipeline.render(job({ hires: hires(), init: { image, strength: 0.5 } }))).rejects.toMatchObject(error);
    await expect(pipeline.render(job({ hires: { ...hires(), steps: 150, strength: 0.1 } }))).rejects.toMatchObject(error);
    await expect(pipeline.render(job({ hires: { ...hires(), width: 100 } }))).rejects.toMatchObject(error);
  });
});

describe('[E82] upscaleLatents', () => {
  it('interpolates at the positions of PyTorch', () => {
    const wide = (upscaler: 'latent' | 'latent_nearest', width: number) =>
      [...upscaleLatents(Float32Array.of(0, 1), { width: 2, height: 1 }, { width, height: 1 }, upscaler)];
    expect(wide('latent', 4)).toEqual([0, 0.25, 0.75, 1]);
    expect(wide('latent', 3)).toEqual([0, 0.5, 1]);
    expect(wide('latent_nearest', 4)).toEqual([0, 0, 1, 1]);
    expect(wide('latent_nearest', 3)).toEqual([0, 0, 1]);
    const square = upscaleLatents(Float32Array.of(0, 1, 2, 3), { width: 1, height: 2 }, { width: 1, height: 4 }, 'latent');
    expect([...square]).toEqual([0, 0.25, 0.75, 1, 2, 2.25, 2.75, 3]);
  });
});
