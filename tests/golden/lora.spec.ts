import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, LoraPlan, readModelFolder } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import { onCleanup } from '../support/cleanup.js';
import { largestDifference, readNpy, readVectors, TINY_SD, vectorPath } from './vectors.js';

interface LoraVectors {
  scale: number;
  targets: [part: string, path: string][];
}
interface TinySd {
  prompt: string;
  negative_prompt: string;
  guidance_scale: number;
}

const KOHYA = vectorPath('lora/lora_kohya.safetensors');
const LATENTS_CLOSE = 1.5e-4;

describe('[E13] a LoRA on a whole Stable Diffusion export', () => {
  const lora = readVectors<LoraVectors>('lora/lora.json');
  const text = readVectors<TinySd>('tiny_sd.json');
  const job: ImageJob = {
    prompt: text.prompt,
    negative: text.negative_prompt,
    scheduler: 'ddim',
    steps: 5,
    guidance: text.guidance_scale,
    width: 128,
    height: 128,
    seed: 0,
    initialNoise: readNpy('tiny_sd_latents0.npy'),
  };
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    const loras = await LoraPlan.of(TINY_SD, [{ file: KOHYA, weight: lora.scale }], { threads: 1 });
    pipeline = await DiffusionPipeline.load(await readModelFolder(TINY_SD), { threads: 1, loras });
  });
  afterAll(() => pipeline.release());

  it('gives the latents of the reference', async () => {
    const { latents } = await pipeline.render(job);
    const wanted = readNpy('lora/ddim_lora0.8_latents.npy');
    expect(largestDifference(latents, wanted)).toBeLessThanOrEqual(LATENTS_CLOSE);
    expect(largestDifference(wanted, readNpy('tiny_sd_ddim_txt2img_latents.npy'))).toBeGreaterThan(1);
  });

  it('gives the same by the names that diffusers uses', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'visionary-named-'));
    onCleanup(() => rmSync(dir, { recursive: true }));
    const file = join(dir, 'diffusers.safetensors');
    writeFileSync(file, renamed(readFileSync(KOHYA), lora.targets));
    const named = await DiffusionPipeline.load(await readModelFolder(TINY_SD), {
      threads: 1,
      loras: await LoraPlan.of(TINY_SD, [{ file, weight: lora.scale }], { threads: 1 }),
    });
    const again = await named.render(job);
    await named.release();
    expect(named.loras[0]?.unmatched).toEqual([]);
    expect(again.latents).toEqual((await pipeline.render(job)).latents);
  });

  it('changes every module it speaks of', () => {
    const [report] = pipeline.loras;
    expect(report?.unmatched).toEqual([]);
    expect(report?.matched).toHaveLength(lora.targets.length);
  });
});

/** The file with its modules named as diffusers does: graph and path with dots, A for down and B for up. */
function renamed(bytes: Buffer, targets: LoraVectors['targets']): Buffer {
  const begin = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, begin)) as Record<string, unknown>;
  const names = new Map(targets.map(([part, path]) => [flatName(part, path), `${part === 'te' ? 'text_encoder' : part}.${path}`]));
  const entries = Object.entries(header).map(([key, value]) => {
    const [module, ...role] = key.split('.');
    const name = names.get(module!);
    const told = role.join('.').replace('lora_down', 'lora_A').replace('lora_up', 'lora_B');
    return [name ? `${name}.${told}` : key, value];
  });
  const text = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, bytes.subarray(begin)]);
}

function flatName(part: string, path: string): string {
  return `lora_${part}_${path.replaceAll('.', '_')}`;
}
