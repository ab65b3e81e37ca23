import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, type ImageJob, readModelFolder } from '@visionary/diffusion';
import { recognize } from '../../../libs/diffusion/inspection.js';
import { FileBytes } from '../../../libs/diffusion/onnx/file-bytes.js';
import { readSafetensorsHeader } from '../../../libs/diffusion/safetensors/header.js';
import { safetensors } from '../../support/safetensors-writer.js';
import { largestDifference } from '../vectors.js';
import { modelFolder } from './vectors.js';
import { type Tensors, XL_SETTINGS, xlModels } from './xl-from-sd15.js';

/**
 * No vectors of the refiner exist, so that it is compared with a base model that ignores what the refiner lacks. Base models
 * themselves are compared with the original code in renders.spec.ts.
 */
const SCORE = 6;
const NEGATIVE_SCORE = 2.5;
const CLOSE = 1e-4;

describe('[E86] the refiner of SDXL', () => {
  let refiner: DiffusionPipeline;
  let base: DiffusionPipeline;
  let refinerPath: string;

  const load = async (name: string, tensors: Tensors, settings: object) => {
    const dir = modelFolder([], settings);
    const path = join(dir, name);
    writeFileSync(path, safetensors(tensors));
    return { path, pipeline: await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 }) };
  };

  beforeAll(async () => {
    const models = xlModels();
    const loaded = await load('refiner.safetensors', models.refiner, { ...XL_SETTINGS, textHeads: [3] });
    [refiner, refinerPath] = [loaded.pipeline, loaded.path];
    base = (await load('base.safetensors', models.base, XL_SETTINGS)).pipeline;
  });
  afterAll(async () => {
    await refiner.release();
    await base.release();
  });

  const side = 64;
  const job = (guidance: number, more: Partial<ImageJob> = {}): ImageJob => ({
    ...{ prompt: 'a red fox', negative: 'rain', scheduler: 'euler', steps: 2, guidance, width: side, height: side, seed: 1 },
    ...more,
  });
  const sizes = (score: number) => [side, side, 0, 0, score, 0];

  it('is recognized', () => {
    const file = FileBytes.open(refinerPath);
    const found = recognize({ name: 'refiner.safetensors', ...readSafetensorsHeader(file) }, file);
    file.close();
    expect(found).toMatchObject({ kind: 'checkpoint', family: 'sdxl', variant: 'refiner', missing: [] });
  });

  it('renders what the base model does without its first text encoder and with a score as the fifth number', async () => {
    const [refined, expected] = [await refiner.render(job(1)), await base.render(job(1, { sizes: sizes(SCORE) }))];
    expect(largestDifference(refined.latents, expected.latents)).toBeLessThanOrEqual(CLOSE);
    const other = await base.render(job(1, { sizes: sizes(NEGATIVE_SCORE) }));
    expect(largestDifference(refined.latents, other.latents)).toBeGreaterThan(100 * CLOSE);
  });

  it('turns away from a lower score where it turns away from the negative prompt', async () => {
    const guidance = 4;
    // One step is linear in the prediction, so that the two parts can be rendered one by one.
    const one = (more: Partial<ImageJob>) => job(1, { steps: 1, ...more });
    const positive = await base.render(one({ sizes: sizes(SCORE) }));
    const negative = await base.render(one({ prompt: 'rain', sizes: sizes(NEGATIVE_SCORE) }));
    const expected = negative.latents.map((value, i) => value + guidance * (positive.latents[i]! - value));
    const { latents } = await refiner.render(job(guidance, { steps: 1 }));
    expect(largestDifference(latents, expected)).toBeLessThanOrEqual(10 * CLOSE);
  });

  it('changes an image that is brought along', async () => {
    const rgb = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 7) % 256);
    const init = { image: { rgb, width: side, height: side }, strength: 0.5 };
    const { rgb: changed } = await refiner.render(job(4, { init }));
    expect(changed).toHaveLength(side * side * 3);
    expect(changed).not.toEqual(rgb);
  });
});
