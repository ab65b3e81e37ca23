import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import { modelDirOf } from '../find-model.js';
import { findLocalLora } from '../local-loras.js';
import { checkLora } from './check-lora.js';
import { checkModel } from './check-model.js';

/** Describes a model or a LoRA. @param target a name, where models come first, or a path */
export async function check(config: Config, target: string): Promise<string> {
  const path = modelDirOf(config.modelsDir, target);
  // A file directly in MODELS_DIR is meant to be a checkpoint, also when it is broken.
  const isMeantAsModel = isModel(path) || (existsSync(path) && dirname(path) === resolve(config.modelsDir));
  if (!isMeantAsModel && /\.safetensors$/i.test(target)) return checkLora(config, target);
  const lora = findLocalLora(config.modelsDir, target);
  return !existsSync(path) && existsSync(lora) ? checkLora(config, lora) : checkModel(config, target);
}
