import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { describeModel, ModelFolderError, readModelFolder } from '@visionary/diffusion';
import { catalogueOf } from '../find-model.js';
import { keptLoras } from '../kept-loras.js';
import { familyName } from './family.js';
import { inMebibytes, table } from './sizes.js';

const HEAD = ['ID', 'TITLE', 'FAMILY', 'ON DISK', 'STATE'];

/**
 * @returns a table: each model's id, title, family and size, and whether its files are as they have to be; and the names
 * of the LoRAs
 */
export async function listModels({ modelsDir }: Pick<Config, 'modelsDir'>): Promise<string> {
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const ids = names.filter((name) => existsSync(join(modelsDir, name, 'model_index.json')));
  if (ids.length === 0) return `No models in ${modelsDir}.`;
  const titles = new Map((await catalogueOf(modelsDir).list()).map(({ id, title }) => [id, title]));
  const rows = await Promise.all(ids.map((id) => rowOf(join(modelsDir, id), id, titles.get(id) ?? '')));
  const loras = await keptLoras(modelsDir);
  return [table([HEAD, ...rows]), ...(loras.length > 0 ? ['', `LoRAs: ${loras.join(', ')}`] : [])].join('\n');
}

async function rowOf(dir: string, id: string, title: string): Promise<string[]> {
  try {
    const model = await describeModel(await readModelFolder(dir));
    const bytes = model.parts.reduce((sum, part) => sum + part.bytes, 0);
    return [id, title, familyName(model), inMebibytes(bytes), 'can be read'];
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    return [id, title, '', '', `cannot be served: ${error.message}`];
  }
}
