import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { JOB_FILE_FOLDERS, type JobFileKind } from '../../../libs/generation/cli.js';

const EXTENSION = /\.safetensors$/i;

export const additionsDir = (modelsDir: string, kind: JobFileKind): string => join(modelsDir, JOB_FILE_FOLDERS[kind]);

/** The id of a LoRA or another addition: its file name without the extension. */
export const additionIdOf = (file: string): string => basename(file).replace(EXTENSION, '');

/** The path of a LoRA or another addition. The file need not exist. */
export const findLocalAddition = (modelsDir: string, kind: JobFileKind, id: string): string =>
  join(additionsDir(modelsDir, kind), `${basename(id)}.safetensors`);

/** Ids of all files of a kind in its folder, sorted. */
export async function listLocalAdditions(modelsDir: string, kind: JobFileKind): Promise<string[]> {
  const dir = additionsDir(modelsDir, kind);
  const files = existsSync(dir) ? await readdir(dir) : [];
  return files
    .filter((file) => EXTENSION.test(file))
    .map(additionIdOf)
    .sort();
}
