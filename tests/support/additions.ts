import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vectorPath } from '../golden/vectors.js';
import { safetensors } from './safetensors-writer.js';
import { separateVae } from './separate-vae.mjs';
import { freshFolder } from './services.js';

/** A tiny file of the golden vectors. */
export const checkpointFile = (name: string): string =>
  fileURLToPath(new URL(`../golden/checkpoints/files/${name}.safetensors`, import.meta.url));

export const EMBEDDING_FILE = checkpointFile('ti_diffusers_sd15');
export const CONTROLNET_FILE = checkpointFile('controlnet_diffusers');
const UPSCALER_FILE = checkpointFile('esrgan_x2_new_keys');

/** Writes a VAE without a checkpoint. @returns its path, deleted after the test file */
export async function vaeFile(): Promise<string> {
  const path = join(freshFolder(), 'bright.safetensors');
  await writeFile(path, separateVae());
  return path;
}

/** A .safetensors file of zeros with these shapes. */
export function safetensorsOf(shapes: Readonly<Record<string, readonly number[]>>): Buffer {
  const zeros = (shape: readonly number[]) => Array<number>(shape.reduce((product, side) => product * side, 1)).fill(0);
  return safetensors(
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, values: zeros(shape) }])),
  );
}

/**
 * Lays the tiny checkpoint `tiny`, the embedding `Some-Style`, the VAE `bright`, the upscaler `sharp`, and files that are
 * not what their folders are for into a models folder.
 * @param dir by default a fresh one, deleted after the test file
 */
export async function modelsWithAdditions(dir = freshFolder()): Promise<string> {
  const folders = ['tiny', 'embeddings', 'vae', 'controlnet', 'upscalers'];
  for (const folder of folders) await mkdir(join(dir, folder));
  await cp(checkpointFile('sd15'), join(dir, 'tiny', 'sd15.safetensors'));
  await writeFile(join(dir, 'tiny', 'checkpoint.json'), JSON.stringify({ textHeads: [3] }));
  await cp(checkpointFile('ti_a1111_sd15'), join(dir, 'embeddings', 'Some-Style.safetensors'));
  const size = { width: 64, height: 64 };
  const card = { sizes: [size], recommended: { ...size, steps: 4, scheduler: 'ddim' } };
  await writeFile(join(dir, 'tiny', 'visionary.json'), JSON.stringify(card));
  await writeFile(join(dir, 'embeddings', 'Pair.safetensors'), safetensorsOf({ clip_l: [2, 12], clip_g: [2, 16] }));
  await cp(vectorPath('lora/lora_kohya.safetensors'), join(dir, 'embeddings', 'brush.safetensors'));
  await writeFile(join(dir, 'embeddings', 'old.pt'), 'a pickle');
  await writeFile(join(dir, 'vae', 'bright.safetensors'), separateVae());
  await writeFile(join(dir, 'vae', 'cut.safetensors'), separateVae().subarray(0, 500_000));
  await cp(UPSCALER_FILE, join(dir, 'upscalers', 'sharp.safetensors'));
  return dir;
}
