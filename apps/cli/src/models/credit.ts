import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { accountsEntities, People, SqlAccounts } from '@visionary/accounts';
import { folderHash } from '@visionary/diffusion';
import { type Called, hubEntities, type Made, SqlCredits } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from '../apply-migrations.js';
import { catalogueOf, namely } from '../find-model.js';
import { keptLora, keptLoras } from '../kept-loras.js';
import { Trouble } from '../trouble.js';

/**
 * Says who made a model or a LoRA.
 * @returns what holds now, in a sentence. @throws Trouble when there is no such model, or nobody of that name
 */
export async function credit(config: Config, name: string, person: string): Promise<string> {
  const made = await madeOf(config.modelsDir, name);
  return inDatabase(config, async (database) => {
    const maker = await someone(database, person);
    const credits = new SqlCredits(database);
    const before = (await credits.ofFiles([made]))[0];
    await credits.give({ ...made, name, personId: maker.id, at: Date.now() });
    const others = before && before.personId !== maker.id ? ' It was credited to someone else before.' : '';
    return `${WORDS[made.kind]} ${name} is credited to ${maker.name}.${others}`;
  });
}

/**
 * Takes back who made what goes, or went, by this name.
 * @param person only if it was them. @throws Trouble when nobody was said to have made it, or somebody else
 */
export async function takeCreditBack(config: Config, name: string, person: string | undefined): Promise<string> {
  return inDatabase(config, async (database) => {
    const credits = new SqlCredits(database);
    const called: Called[] = [
      { kind: 'model', name },
      { kind: 'lora', name },
    ];
    const [known] = await credits.ofNames(called);
    if (!known) throw new Trouble(`"${name}" has no credit.`);
    const maker = person === undefined ? undefined : await someone(database, person);
    if (maker && maker.id !== known.personId) throw new Trouble(`${name} isn’t credited to ${maker.name}.`);
    await credits.takeBack(known);
    return `${WORDS[known.kind]} ${name} is no longer credited to anyone.`;
  });
}

const WORDS = { model: 'The model', lora: 'The LoRA' } as const;

async function madeOf(modelsDir: string, name: string): Promise<Made> {
  const dir = join(modelsDir, basename(name));
  if (basename(name) === name && existsSync(join(dir, 'model_index.json'))) {
    return { kind: 'model', hash: await folderHash(dir) };
  }
  const file = keptLora(modelsDir, name);
  if (basename(name) === name && existsSync(file)) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return { kind: 'lora', hash: hash.digest('hex') };
  }
  const known = [...(await catalogueOf(modelsDir).list()).map(({ id }) => id), ...(await keptLoras(modelsDir))];
  throw new Trouble(`No model or LoRA named "${name}" in ${modelsDir}.${namely(known)}`);
}

async function someone(database: Database, name: string) {
  const person = await new People(new SqlAccounts(database)).called(name).catch((error: unknown) => {
    if (isRejection(error)) return null;
    throw error;
  });
  if (!person) throw new Trouble(`No user named "${name}". They need to sign up first.`);
  return person;
}

async function inDatabase<T>(config: Config, act: (database: Database) => Promise<T>): Promise<T> {
  await applyMigrations(config);
  const orm = createOrm({ url: config.databaseUrl, entities: [...accountsEntities, ...hubEntities] });
  try {
    await orm.connect();
    return await act(new Database(orm));
  } finally {
    await orm.close();
  }
}
