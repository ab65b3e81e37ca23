import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import { Logger } from '@nestjs/common';
import type { SchedulerName } from '@visionary/contract';
import { SCHEDULER_NAMES } from '@visionary/diffusion';
import { LocalModelCatalog } from '../../../libs/generation/cli.js';
import type { Model } from '../../../libs/generation/cli.js';
import { UserError } from './user-error.js';

/** The folder of a model. @param model a path, or a name in `modelsDir` */
export function modelDirOf(modelsDir: string, model: string): string {
  const path = resolve(model);
  if (isModel(path)) return path;
  const byName = [model, `${model}.safetensors`].map((name) => join(modelsDir, name));
  return byName.find((candidate) => existsSync(candidate)) ?? path;
}

/** The models in a folder. Turns the server log off, because commands report errors themselves. */
export function catalogOf(modelsDir: string): LocalModelCatalog {
  Logger.overrideLogger(false);
  // The engine has one more than servers offer.
  return new LocalModelCatalog({ modelsDir, schedulers: SCHEDULER_NAMES as readonly SchedulerName[] });
}

/** Lists the available names as a sentence; empty without any. */
export const listAlternatives = (names: readonly string[]): string =>
  names.length > 0 ? ` Available: ${names.join(', ')}.` : '';

/** A model with its recommended settings. @throws UserError when it is not found or not readable */
export async function findModel(modelsDir: string, model: string): Promise<Model> {
  const dir = modelDirOf(modelsDir, model);
  const readable = await catalogOf(dirname(dir)).find(basename(dir));
  if (readable) return readable;
  if (!existsSync(dir)) {
    const names = (await catalogOf(modelsDir).list()).map(({ id }) => id);
    throw new UserError(`Model ${model} not found, neither here nor in ${modelsDir}.${listAlternatives(names)}`);
  }
  throw new UserError(`${model} isn’t a readable model. Run npx visionary models check ${model} for the reason.`);
}
