import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

const EXTENSION = /\.safetensors$/i;

export const lorasDir = (modelsDir: string): string => join(modelsDir, 'loras');

/** The id of a LoRA: its file name without the extension. */
export const loraIdOf = (file: string): string => basename(file).replace(EXTENSION, '');

/** The path of a LoRA. The file need not exist. */
export const findLocalLora = (modelsDir: string, id: string): string =>
  join(lorasDir(modelsDir), `${basename(id)}.safetensors`);

/** Ids of all LoRAs in the folder, sorted. */
export async function listLocalLoras(modelsDir: string): Promise<string[]> {
  const dir = lorasDir(modelsDir);
  const files = existsSync(dir) ? await readdir(dir) : [];
  return files
    .filter((file) => EXTENSION.test(file))
    .map(loraIdOf)
    .sort();
}
