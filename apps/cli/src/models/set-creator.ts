import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import { accountsEntities, Users, Accounts } from '@visionary/accounts';
import { folderHash } from '@visionary/diffusion';
import { type LocalModelName, hubEntities, type ModelFileRef, ModelCredits } from '@visionary/hub';
import { contentKeyOfFile } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { withDatabase } from '../database.js';
import { catalogOf, listAlternatives } from '../find-model.js';
import { findUser } from '../find-user.js';
import { findLocalAddition, listLocalAdditions } from '../local-additions.js';
import { UserError } from '../user-error.js';

/**
 * Credits a model or LoRA to a user.
 * @returns the result, as a sentence. @throws UserError for an unknown model or user
 */
export async function setCreator(config: Config, name: string, user: string): Promise<string> {
  const model = await modelFileOf(config.modelsDir, name);
  return withDatabase(config, ENTITIES, async (database) => {
    const creator = await findUser(new Users(new Accounts(database)), user);
    const credits = new ModelCredits(database);
    const previousCredit = (await credits.ofFiles([model]))[0];
    await credits.assign({ ...model, name, userId: creator.id, at: Date.now() });
    const note =
      previousCredit && previousCredit.userId !== creator.id ? ' It was credited to someone else before.' : '';
    return `${KIND_LABELS[model.kind]} ${name} is credited to ${creator.name}.${note}`;
  });
}

/**
 * Removes the credit of a name, which may no longer exist.
 * @param user only if it is credited to them. @throws UserError without a credit, or with one of another user
 */
export async function removeCreator(config: Config, name: string, user: string | undefined): Promise<string> {
  return withDatabase(config, ENTITIES, async (database) => {
    const credits = new ModelCredits(database);
    const names: LocalModelName[] = [
      { kind: 'model', name },
      { kind: 'lora', name },
    ];
    const [credit] = await credits.ofNames(names);
    if (!credit) throw new UserError(`"${name}" has no credit.`);
    const creator = user === undefined ? undefined : await findUser(new Users(new Accounts(database)), user);
    if (creator && creator.id !== credit.userId) throw new UserError(`${name} isn’t credited to ${creator.name}.`);
    await credits.revoke(credit);
    return `${KIND_LABELS[credit.kind]} ${name} is no longer credited to anyone.`;
  });
}

const ENTITIES = [...accountsEntities, ...hubEntities];
const KIND_LABELS = {
  model: 'The model',
  lora: 'The LoRA',
  embedding: 'The embedding',
  vae: 'The VAE',
  controlnet: 'The ControlNet',
  upscaler: 'The upscaler',
} as const;

async function modelFileOf(modelsDir: string, name: string): Promise<ModelFileRef> {
  const dir = join(modelsDir, basename(name));
  if (basename(name) === name && isModel(dir)) {
    return { kind: 'model', hash: await folderHash(dir) };
  }
  const file = findLocalAddition(modelsDir, 'lora', name);
  if (basename(name) === name && existsSync(file)) {
    return { kind: 'lora', hash: await contentKeyOfFile(file) };
  }
  const names = [
    ...(await catalogOf(modelsDir).list()).map(({ id }) => id),
    ...(await listLocalAdditions(modelsDir, 'lora')),
  ];
  throw new UserError(`No model or LoRA named "${name}" in ${modelsDir}.${listAlternatives(names)}`);
}
