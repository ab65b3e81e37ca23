import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Conditioning,
  type ControlUse,
  createScheduler,
  DiffusionPipeline,
  esrganUpscaler,
  type Image,
  type ImageJob,
  InitialNoise,
  lanczos,
  type ModelFolder,
  readModelFolder,
  TextEncoders,
} from '@visionary/diffusion';
import { readHeader } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { buildControlNet } from '../../../libs/diffusion/checkpoint/controlnet-graph.js';
import { findControlNet } from '../../../libs/diffusion/checkpoint/networks.js';
import { builtGraph } from '../../../libs/diffusion/onnx/graph-source.js';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readInfo, settingsOf } from './vectors.js';

const CLOSE = 1e-4;
const NET = 'controlnet_diffusers.safetensors';
const [WIDTH, HEIGHT] = [128, 64];
const SEED = 5;
const [STEPS, GUIDANCE, WEIGHT] = [3, 5, 0.8];

/** Bands of three colors, in any size. */
const imageAt = ({ width, height }: { readonly width: number; readonly height: number }): Promise<Image> => {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i % 3 === Math.floor((i / 3 / width / height) * 3) ? 230 : 20));
  return Promise.resolve({ rgb, width, height });
};

describe('[E83] a ControlNet in a render', () => {
  let dir: string;
  let folder: ModelFolder;
  let pipeline: DiffusionPipeline;
  let texts: Conditioning[];
  let unet: Graph;
  let net: Graph;
  beforeAll(async () => {
    // The ControlNet lies elsewhere in use. A checkpoint may have any other weights beside it.
    dir = modelFolder(['sd15.safetensors', NET], settingsOf(readInfo('sd15')));
    folder = await readModelFolder(dir);
    pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
    const encoders = await TextEncoders.open(folder, { threads: 1 });
    texts = [await encoders.encode('blurry'), await encoders.encode('a red fox')];
    await encoders.release();
    unet = await Graph.open(folder.graphs.unet, { threads: 1 });
    const tensors = findControlNet({ location: NET, ...readHeader(dir, NET) })!;
    const source = builtGraph(join(dir, 'net.onnx'), dir, () => buildControlNet(tensors, { heads: { count: 8 } }));
    net = await Graph.open(source, { threads: 1 });
  });
  afterAll(() => Promise.all([pipeline.release(), unet.release(), net.release()]));

  const control = (values: Partial<ControlUse> = {}): ControlUse => ({
    ...{ file: join(dir, NET), imageAt, weight: WEIGHT, start: 0, end: 1, ...values },
  });
  const job = (controls?: readonly ControlUse[], values: Partial<ImageJob> = {}): ImageJob => ({
    ...{ prompt: 'a red fox', negative: 'blurry', scheduler: 'euler', steps: STEPS, guidance: GUIDANCE, seed: SEED },
    ...{ width: WIDTH, height: HEIGHT, ...(controls && { controls }), ...values },
  });
  const latentsOf = async (...controls: ControlUse[]) => (await pipeline.render(job(controls))).latents;

  /** The render written out: ControlNet and UNet for one text at a time. @param isOn for each step */
  async function written(isOn: readonly boolean[], weight: number): Promise<Float32Array> {
    const { rgb } = await imageAt({ width: WIDTH, height: HEIGHT });
    const cells = WIDTH * HEIGHT;
    const hint = Float32Array.from({ length: 3 * cells }, (_, i) => rgb[3 * (i % cells) + Math.floor(i / cells)]! / 255);
    const scheduler = createScheduler('euler', folder.scheduler, STEPS);
    const noise = new InitialNoise(SEED).draw((4 * cells) / 64);
    let sample: Float32Array = noise.map((value) => value * scheduler.initNoiseSigma);
    for (const [call, timestep] of scheduler.timesteps.entries()) {
      const predict = async ({ data, tokens, width }: (typeof texts)[number]) => {
        const feeds = {
          sample: { data: scheduler.scaleModelInput(sample, call), dims: [1, 4, HEIGHT / 8, WIDTH / 8] },
          timestep: { data: [timestep], dims: [1] },
          encoder_hidden_states: { data, dims: [1, tokens, width] },
        };
        const extra = { hint: { data: hint, dims: [1, 3, HEIGHT, WIDTH] }, scale: { data: [weight], dims: [1] } };
        const residuals = isOn[call] ? await net.runFor({ ...feeds, ...extra }, net.outputNames) : {};
        return (await unet.run({ ...feeds, ...residuals }, 'out_sample')).data;
      };
      const [negative, positive] = [await predict(texts[0]!), await predict(texts[1]!)];
      const guided = negative.map((base, i) => base + GUIDANCE * (positive[i]! - base));
      ({ sample } = scheduler.step(guided, call, sample));
    }
    return sample;
  }

  it('adds its residuals to both predictions of each step', async () => {
    const latents = await latentsOf(control());
    expect(largestDifference(latents, await written([true, true, true], WEIGHT))).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(latents, await latentsOf())).toBeGreaterThan(100 * CLOSE);
  });

  it('applies between its start and its end only, and several add up', async () => {
    const middle = await latentsOf(control({ start: 0.3, end: 0.4 }));
    expect(largestDifference(middle, await written([false, true, false], WEIGHT))).toBeLessThanOrEqual(CLOSE);
    const halves = await latentsOf(control({ weight: WEIGHT / 2 }), control({ weight: WEIGHT / 2 }));
    expect(largestDifference(halves, await latentsOf(control()))).toBeLessThanOrEqual(CLOSE);
  });

  it('changes no byte where it does not apply', async () => {
    const plain = await pipeline.render(job());
    for (const none of [{ weight: 0 }, { start: 0.9, end: 1 }, { start: 0.5, end: 0.2 }]) {
      expect((await pipeline.render(job([control(none)]))).rgb).toEqual(plain.rgb);
    }
    await pipeline.releaseControls();
    expect((await pipeline.render(job())).rgb).toEqual(plain.rgb);
  });

  it('sees its image at the size of each pass', async () => {
    const sizes: object[] = [];
    const record: ControlUse['imageAt'] = (size) => (sizes.push(size), imageAt(size));
    const hires = { width: 192, height: 128, upscaler: lanczos, steps: 1, strength: 0.5 };
    await pipeline.render(job([control({ imageAt: record })], { hires }));
    expect(sizes).toEqual([{ width: WIDTH, height: HEIGHT }, { width: 192, height: 128 }]);
  });

  it('is rejected where it cannot be built', async () => {
    const error = { code: 'DOES_NOT_FIT', message: expect.stringContaining('it is no ControlNet') };
    await expect(pipeline.render(job([control({ file: join(dir, 'sd15.safetensors') })]))).rejects.toMatchObject(error);
  });
});

describe('[E84] an upscaler model between the passes', () => {
  const image: Image = { rgb: Uint8Array.from({ length: 3 * 40 * 24 }, (_, i) => (i * 37) % 251), width: 40, height: 24 };
  const fileOf = (name: string) => join(modelFolder([name], {}), name);

  it.each([
    ['esrgan_x4_new_keys.safetensors', 4],
    ['esrgan_x2_new_keys.safetensors', 2],
  ])('computes tiles with what lies around them, %s', async (name, factor) => {
    const file = fileOf(name);
    const size = { width: 40 * factor, height: 24 * factor };
    const whole = await esrganUpscaler(file, { threads: 1 })(image, size);
    const tiled = await esrganUpscaler(file, { threads: 1 }, { side: 16, margin: 16 })(image, size);
    expect([whole.width, whole.height]).toEqual([size.width, size.height]);
    expect(largestDifference(tiled.rgb, whole.rgb)).toBeLessThanOrEqual(1);
    const seams = await esrganUpscaler(file, { threads: 1 }, { side: 16, margin: 0 })(image, size);
    expect(largestDifference(seams.rgb, whole.rgb)).toBeGreaterThan(1);
  });

  it('runs until the image is large enough, resamples it to the size, and can be cancelled between tiles', async () => {
    const upscale = esrganUpscaler(fileOf('esrgan_x2_new_keys.safetensors'), { threads: 1 }, { side: 16, margin: 4 });
    expect(await upscale(image, { width: 120, height: 72 })).toMatchObject({ width: 120, height: 72 });
    const aborted = AbortSignal.abort('cancelled');
    await expect(upscale(image, { width: 80, height: 48 }, aborted)).rejects.toBe('cancelled');
    const other = esrganUpscaler(fileOf('sd15.safetensors'), { threads: 1 });
    await expect(other(image, { width: 80, height: 48 })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  });
});
