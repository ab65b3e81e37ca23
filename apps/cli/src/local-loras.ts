import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

const ENDING = /\.safetensors$/i;

/** The folder of LoRAs among the models. */
export const lorasDir = (modelsDir: string): string => join(modelsDir, 'loras');

/** The name a LoRA goes by: its file's, without the ending. */
export const loraIdOf = (file: string): string => basename(file).replace(ENDING, '');

/** Where a LoRA of this name is kept, if it is. */
export const findLocalLora = (modelsDir: string, id: string): string =>
  join(lorasDir(modelsDir), `${basename(id)}.safetensors`);

/** The names of all that are kept, in order. */
export async function listLocalLoras(modelsDir: string): Promise<string[]> {
  const dir = lorasDir(modelsDir);
  const files = existsSync(dir) ? await readdir(dir) : [];
  return files
    .filter((file) => ENDING.test(file))
    .map(loraIdOf)
    .sort();
}
