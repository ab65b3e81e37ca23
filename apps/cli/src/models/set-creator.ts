import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { accountsEntities, Users, Accounts } from '@visionary/accounts';
import { folderHash } from '@visionary/diffusion';
import { type LocalModelName, hubEntities, type ModelFileRef, SqlModelCredits } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from '../apply-migrations.js';
import { catalogOf, listAlternatives } from '../find-model.js';
import { findLocalLora, listLocalLoras } from '../local-loras.js';
import { UserError } from '../user-error.js';

/**
 * Says who made a model or a LoRA.
 * @returns what holds now, in a sentence. @throws Trouble when there is no such model, or nobody of that name
 */
export async function setCreator(config: Config, name: string, user: string): Promise<string> {
  const made = await madeOf(config.modelsDir, name);
  return inDatabase(config, async (database) => {
    const creator = await someone(database, user);
    const credits = new SqlModelCredits(database);
    const before = (await credits.ofFiles([made]))[0];
    await credits.assign({ ...made, name, userId: creator.id, at: Date.now() });
    const others = before && before.userId !== creator.id ? ' It was credited to someone else before.' : '';
    return `${WORDS[made.kind]} ${name} is credited to ${creator.name}.${others}`;
  });
}

/**
 * Takes back who made what goes, or went, by this name.
 * @param user only if it was them. @throws Trouble when nobody was said to have made it, or somebody else
 */
export async function removeCreator(config: Config, name: string, user: string | undefined): Promise<string> {
  return inDatabase(config, async (database) => {
    const credits = new SqlModelCredits(database);
    const called: LocalModelName[] = [
      { kind: 'model', name },
      { kind: 'lora', name },
    ];
    const [known] = await credits.ofNames(called);
    if (!known) throw new UserError(`"${name}" has no credit.`);
    const creator = user === undefined ? undefined : await someone(database, user);
    if (creator && creator.id !== known.userId) throw new UserError(`${name} isn’t credited to ${creator.name}.`);
    await credits.revoke(known);
    return `${WORDS[known.kind]} ${name} is no longer credited to anyone.`;
  });
}

const WORDS = { model: 'The model', lora: 'The LoRA' } as const;

async function madeOf(modelsDir: string, name: string): Promise<ModelFileRef> {
  const dir = join(modelsDir, basename(name));
  if (basename(name) === name && existsSync(join(dir, 'model_index.json'))) {
    return { kind: 'model', hash: await folderHash(dir) };
  }
  const file = findLocalLora(modelsDir, name);
  if (basename(name) === name && existsSync(file)) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return { kind: 'lora', hash: hash.digest('hex') };
  }
  const known = [...(await catalogOf(modelsDir).list()).map(({ id }) => id), ...(await listLocalLoras(modelsDir))];
  throw new UserError(`No model or LoRA named "${name}" in ${modelsDir}.${listAlternatives(known)}`);
}

async function someone(database: Database, name: string) {
  const user = await new Users(new Accounts(database)).byName(name).catch((error: unknown) => {
    if (isRejection(error)) return null;
    throw error;
  });
  if (!user) throw new UserError(`No user named "${name}". They need to sign up first.`);
  return user;
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
