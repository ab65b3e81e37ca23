import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, readModelFolder } from '@visionary/diffusion';
import type { PictureJob } from '@visionary/diffusion';
import { largestDifference, readNpy, readVectors, TINY_SD } from './vectors.js';

interface Statistics {
  mean: number;
  first8: number[];
}
interface TinySd {
  prompt: string;
  negative_prompt: string;
  guidance_scale: number;
  seed?: number;
  runs: Record<string, { latents_per_step: Statistics[] }>;
}

const LATENTS_CLOSE = 1.5e-4;

describe('[E9] a whole Stable Diffusion export, end to end', () => {
  const vectors = readVectors<TinySd>('tiny_sd.json');
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1 });
  });
  afterAll(() => pipeline.release());
  const job = (scheduler: PictureJob['scheduler']): PictureJob => ({
    prompt: vectors.prompt,
    negative: vectors.negative_prompt,
    scheduler,
    steps: 5,
    guidance: vectors.guidance_scale,
    width: 128,
    height: 128,
    seed: 0,
    startNoise: readNpy('tiny_sd_latents0.npy'),
  });

  it.each(['ddim', 'dpmpp_2m'] as const)('%s', async (scheduler) => {
    const { latents, rgb } = await pipeline.render(job(scheduler));
    expect(largestDifference(latents, readNpy(`tiny_sd_${scheduler}_txt2img_latents.npy`))).toBeLessThanOrEqual(
      LATENTS_CLOSE,
    );
    expect(largestDifference(rgb, readNpy(`tiny_sd_${scheduler}_txt2img_image.npy`))).toBeLessThanOrEqual(1);
  });
});
