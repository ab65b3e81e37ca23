import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import { Accounts, accountsEntities, Users } from '@visionary/accounts';
import { hubEntities, type LocalModelName, ModelCreators, ModelCredits } from '@visionary/hub';
import { Database } from '@visionary/platform/database';
import { describeModel, ModelFolderError, readModelFolder } from '@visionary/diffusion';
import { withOrm } from '../database.js';
import { catalogOf } from '../find-model.js';
import { listLocalAdditions } from '../local-additions.js';
import { listAdditions } from './list-additions.js';
import { familyName } from './family.js';
import { formatBytes, table } from './format.js';

const HEADER = ['ID', 'TITLE', 'FAMILY', 'ON DISK', 'BY', 'STATE'];
const BY_COLUMN = HEADER.indexOf('BY');

/** @returns a table of the models with title, family, size, creator and state; and the LoRAs with their creators */
export async function listModels({
  modelsDir,
  databaseUrl,
}: Pick<Config, 'modelsDir' | 'databaseUrl'>): Promise<string> {
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  // A file that is no model is listed with the reason.
  const ids = names.filter((name) => name.endsWith('.safetensors') || isModel(join(modelsDir, name)));
  if (ids.length === 0) return `No models in ${modelsDir}.`;
  const titles = new Map((await catalogOf(modelsDir).list()).map(({ id, title }) => [id, title]));
  const loraIds = await listLocalAdditions(modelsDir, 'lora');
  const models = ids.map((name) => ({ kind: 'model' as const, name }));
  const loras = loraIds.map((name) => ({ kind: 'lora' as const, name }));
  const creatorOf = await creatorsOf(databaseUrl, [...models, ...loras]);
  const creatorName = (model: LocalModelName) => creatorOf?.(model) ?? '';
  const rows = await Promise.all(
    models.map((model) =>
      rowOf(join(modelsDir, model.name), model.name, [titles.get(model.name) ?? '', creatorName(model)]),
    ),
  );
  const tableRows = [HEADER, ...rows];
  const loraLabels = loras.map((lora) => (creatorName(lora) ? `${lora.name} (by ${creatorName(lora)})` : lora.name));
  return [
    table(rows.some((row) => row[BY_COLUMN]) ? tableRows : tableRows.map((row) => row.toSpliced(BY_COLUMN, 1))),
    ...(loraLabels.length > 0 ? ['', `LoRAs: ${loraLabels.join(', ')}`] : []),
    ...(await listAdditions(modelsDir)),
    ...(creatorOf ? [] : ['', 'Creators are not shown: the database is unreachable.']),
  ].join('\n');
}

async function rowOf(dir: string, id: string, [title, by]: readonly [string, string]): Promise<string[]> {
  try {
    const model = await describeModel(await readModelFolder(dir));
    const bytes = model.parts.reduce((sum, part) => sum + part.bytes, 0);
    return [id, title, familyName(model), formatBytes(bytes), by, 'ok'];
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    return [id, title, '', '', by, `can’t be used: ${error.message}`];
  }
}

type CreatorOf = (model: LocalModelName) => string | undefined;

/** @returns the creators' names; null when the database is unreachable. Without a database file, no creator is known */
async function creatorsOf(url: string, names: readonly LocalModelName[]): Promise<CreatorOf | null> {
  const [, file] = /^sqlite:(.+)$/.exec(url) ?? [];
  if (file !== undefined && !existsSync(file)) return () => undefined;
  return withOrm(url, [...accountsEntities, ...hubEntities], async (orm) => {
    const database = new Database(orm);
    const modelCreators = new ModelCreators(new ModelCredits(database), new Users(new Accounts(database)));
    const creatorOf = await modelCreators.ofNames(names);
    return (name: LocalModelName) => creatorOf(name)?.name;
  }).catch(() => null);
}
