import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ControlUse,
  DiffusionPipeline,
  esrganUpscaler,
  type Image,
  type ImageJob,
  lanczos,
  readModelFolder,
} from '@visionary/diffusion';
import { LoraPlan } from '../../../libs/diffusion/lora/lora-plan.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readInfo, settingsOf } from './vectors.js';
import { WrittenOut } from './written-out.js';

const CLOSE = 1e-4;
const NET = 'controlnet_diffusers.safetensors';
const [WIDTH, HEIGHT] = [128, 64];
const SIZE = { width: WIDTH, height: HEIGHT };
const TEXTS = { prompt: 'a red fox', negative: 'blurry' };
const SEED = 5;
const [STEPS, GUIDANCE, WEIGHT] = [3, 5, 0.8];

/** Bands of three colors, in any size. */
const imageAt = ({ width, height }: { readonly width: number; readonly height: number }): Promise<Image> => {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i % 3 === Math.floor((i / 3 / width / height) * 3) ? 230 : 20));
  return Promise.resolve({ rgb, width, height });
};

describe('[E83] a ControlNet in a render', () => {
  let dir: string;
  let pipeline: DiffusionPipeline;
  let networks: WrittenOut;
  beforeAll(async () => {
    // The ControlNet lies elsewhere in use. A checkpoint may have any other weights beside it.
    dir = modelFolder(['sd15.safetensors', NET], settingsOf(readInfo('sd15')));
    const folder = await readModelFolder(dir);
    pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
    networks = await WrittenOut.open(folder, NET);
  });
  afterAll(() => Promise.all([pipeline.release(), networks.release()]));

  const control = (values: Partial<ControlUse> = {}): ControlUse => ({
    ...{ file: join(dir, NET), imageAt, weight: WEIGHT, start: 0, end: 1, ...values },
  });
  const job = (controls?: readonly ControlUse[], values: Partial<ImageJob> = {}): ImageJob => ({
    ...{ ...TEXTS, ...SIZE, scheduler: 'euler', steps: STEPS, guidance: GUIDANCE, seed: SEED },
    ...{ ...(controls && { controls }), ...values },
  });
  const latentsOf = async (...controls: ControlUse[]) => (await pipeline.render(job(controls))).latents;

  /** @param isOn for each step */
  const written = async (isOn: readonly boolean[], weight: number) => {
    const image = await imageAt({ width: WIDTH, height: HEIGHT });
    return networks.render({ ...TEXTS, ...SIZE, steps: STEPS, guidance: GUIDANCE, seed: SEED, image, weight }, isOn);
  };

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

describe.each([
  ['fed to the model', 'lora_plain.safetensors', []],
  ['merged into it', 'lora_full.safetensors', [0]],
])('[E91] a ControlNet with a LoRA that is %s', (_, lora, merged) => {
  it('follows the changed model and texts, and is not changed itself', async () => {
    const dir = modelFolder(['sd15.safetensors', NET, lora], settingsOf(readInfo('sd15')));
    const folder = await readModelFolder(dir);
    const plan = await LoraPlan.of(dir, [{ file: join(dir, lora), weight: 0.7 }], { threads: 1 });
    expect(plan.merged).toEqual(merged);
    const [networks, pipeline] = [
      await WrittenOut.open(folder, NET, plan),
      await DiffusionPipeline.load(folder, { threads: 1, loras: plan }),
    ];
    const image = await imageAt(SIZE);
    const run = { ...TEXTS, ...SIZE, steps: STEPS, guidance: GUIDANCE, seed: SEED };
    const controls = [{ file: join(dir, NET), imageAt, weight: WEIGHT, start: 0, end: 1 }];
    const { latents } = await pipeline.render({ ...run, scheduler: 'euler', controls });
    const expected = await networks.render({ ...run, image, weight: WEIGHT }, [true, true, true]);
    expect(largestDifference(latents, expected)).toBeLessThanOrEqual(CLOSE);
    const without = await networks.render({ ...run, image, weight: WEIGHT }, [false, false, false]);
    expect(largestDifference(latents, without)).toBeGreaterThan(100 * CLOSE);
    await Promise.all([networks.release(), pipeline.release()]);
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
