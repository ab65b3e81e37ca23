import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, readModelFolder } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import { largestDifference, readNpy, readVectors, TINY_SD } from './vectors.js';

interface Statistics {
  mean: number;
  min: number;
  max: number;
  first8: number[];
}
interface TinySd {
  prompt: string;
  negative_prompt: string;
  guidance_scale: number;
  seed?: number;
  runs: Record<string, { final_latents: Statistics }>;
}

const LATENTS_CLOSE = 1.5e-4;

/** What the image to start from looks like after the VAE's encoder. */
const ENCODED_CLOSE = 1e-5;

describe('[E9] a whole Stable Diffusion export, end to end', () => {
  const vectors = readVectors<TinySd>('tiny_sd.json');
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1 });
  });
  afterAll(() => pipeline.release());
  const job = (scheduler: ImageJob['scheduler']): ImageJob => ({
    prompt: vectors.prompt,
    negative: vectors.negative_prompt,
    scheduler,
    steps: 5,
    guidance: vectors.guidance_scale,
    width: 128,
    height: 128,
    seed: 0,
    initialNoise: readNpy('tiny_sd_latents0.npy'),
  });

  it.each(['ddim', 'dpmpp_2m'] as const)('%s', async (scheduler) => {
    const { latents, rgb } = await pipeline.render(job(scheduler));
    expect(largestDifference(latents, readNpy(`tiny_sd_${scheduler}_txt2img_latents.npy`))).toBeLessThanOrEqual(
      LATENTS_CLOSE,
    );
    expect(largestDifference(rgb, readNpy(`tiny_sd_${scheduler}_txt2img_image.npy`))).toBeLessThanOrEqual(1);
  });

  it('[E62] computes attention as one operator, and gives the same as the export without', async () => {
    expect(pipeline.rounding).toEqual({ attention: 'fused' });
    const plain = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1, fusesAttention: false });
    expect(plain.rounding).toEqual({});
    const few = { ...job('ddim'), steps: 2 };
    const [fused, unfused] = [await pipeline.render(few), await plain.render(few)];
    await plain.release();
    expect(largestDifference(fused.latents, unfused.latents)).toBeLessThanOrEqual(LATENTS_CLOSE);
    expect(fused.latents).not.toEqual(unfused.latents);
  });

  it('[E64] ends a load that is canceled before the next graph', async () => {
    const folder = await readModelFolder(TINY_SD);
    const { textEncoder, unet } = folder.graphs;
    const controller = new AbortController();
    const opened: string[] = [];
    const graphs = {
      ...folder.graphs,
      textEncoder: { ...textEncoder, open: () => (controller.abort(new Error('canceled')), textEncoder.open()) },
      unet: { ...unet, open: () => (opened.push('unet'), unet.open()) },
    };
    const load = DiffusionPipeline.load({ ...folder, graphs }, { threads: 1, signal: controller.signal });
    await expect(load).rejects.toThrow('canceled');
    expect(opened).toEqual([]);
  });

  describe('from a picture', () => {
    const image = { rgb: Uint8Array.from(readNpy('tiny_sd_init_image.npy')), width: 128, height: 128 };
    const from = (strength: number): ImageJob => ({ ...job('ddim'), init: { image, strength } });

    it('at strength 0.6', async () => {
      const { latents, rgb } = await pipeline.render(from(0.6));
      const wanted = readNpy('tiny_sd_ddim_img2img_0.6_latents.npy');
      expect(largestDifference(latents, wanted)).toBeLessThanOrEqual(LATENTS_CLOSE);
      expect(largestDifference(rgb, readNpy('tiny_sd_ddim_img2img_0.6_image.npy'))).toBeLessThanOrEqual(1);
    });

    it('at strength 0.6 by a sampler of several steps, as far as it is recorded', async () => {
      const { latents } = await pipeline.render({ ...from(0.6), scheduler: 'dpmpp_2m' });
      const { first8, mean, min, max } = vectors.runs['dpmpp_2m_img2img_0.6']!.final_latents;
      expect(largestDifference(latents.subarray(0, 8), first8)).toBeLessThanOrEqual(LATENTS_CLOSE);
      const found = [Math.min(...latents), Math.max(...latents), latents.reduce((sum, v) => sum + v, 0) / latents.length];
      expect(largestDifference(found, [min, max, mean])).toBeLessThanOrEqual(LATENTS_CLOSE);
    });

    it('at strength 0: the mean of what its encoder says, and the picture itself', async () => {
      const { latents, rgb } = await pipeline.render(from(0));
      const wanted = readNpy('tiny_sd_vae_encode_mean.npy').map((value) => value * 0.18215);
      expect(largestDifference(latents, wanted)).toBeLessThanOrEqual(ENCODED_CLOSE);
      expect(rgb).toEqual(image.rgb);
    });
  });
});
