import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { folderHash, ModelFolderError, readModelFolder } from '@visionary/diffusion';

async function describe(dir: string, name: string): Promise<string> {
  try {
    await readModelFolder(dir);
    return `${name}  ${(await folderHash(dir)).slice(0, 10)}`;
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    return `${name}  cannot be served: ${error.message}`;
  }
}

/** @returns one line a model: its name and the first ten digits of its hash, or what is wrong with it */
export async function listModels({ modelsDir }: Config): Promise<string> {
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const models = names.filter((name) => existsSync(join(modelsDir, name, 'model_index.json')));
  if (models.length === 0) return `No models in ${modelsDir}.`;
  const lines = [];
  // One after the other: hashing two big models at once is slower than in turn.
  for (const name of models) lines.push(await describe(join(modelsDir, name), name));
  return lines.join('\n');
}
