import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import { modelDirOf } from '../find-model.js';
import { ADDITION_KINDS, isAddition } from '@visionary/diffusion/additions';
import { additionsDir, findLocalAddition } from '../local-additions.js';
import { checkAddition } from './check-addition.js';
import { checkLora } from './check-lora.js';
import { checkModel } from './check-model.js';

const WEIGHTS = /\.safetensors$/i;

/** Describes a model, a LoRA, or another addition. @param target a name, where models come first, or a path */
export async function check(config: Config, target: string): Promise<string> {
  const path = modelDirOf(config.modelsDir, target);
  // A file directly in MODELS_DIR is meant to be a checkpoint, also when it is broken.
  const isMeantAsModel = isModel(path) || (existsSync(path) && dirname(path) === resolve(config.modelsDir));
  if (isMeantAsModel || (existsSync(path) && !WEIGHTS.test(path))) return checkModel(config, target);
  if (existsSync(path) || WEIGHTS.test(target)) return checkFile(config, target);
  const local = (['lora', ...ADDITION_KINDS] as const).map((kind) => findLocalAddition(config.modelsDir, kind, target));
  const found = local.find((file) => existsSync(file));
  return found === undefined ? checkModel(config, target) : checkFile(config, found);
}

/** A file in a folder for additions must be one of the kind that its folder is for. */
async function checkFile(config: Config, file: string): Promise<string> {
  const kind = ADDITION_KINDS.find((one) => resolve(dirname(file)) === resolve(additionsDir(config.modelsDir, one)));
  if (kind) return checkAddition(config, file, kind);
  return isAddition(file) ? checkAddition(config, file) : checkLora(config, file);
}
