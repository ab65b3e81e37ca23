import { existsSync } from 'node:fs';
import type { Config } from '@visionary/platform/config';
import { modelDirOf } from '../find-model.js';
import { findLocalLora } from '../local-loras.js';
import { checkLora } from './check-lora.js';
import { checkModel } from './check-model.js';

/** Describes a model or a LoRA. @param what a name, where models come first, or a path */
export async function check(config: Config, what: string): Promise<string> {
  if (/\.safetensors$/i.test(what)) return checkLora(config, what);
  const lora = findLocalLora(config.modelsDir, what);
  const isLora = !existsSync(modelDirOf(config.modelsDir, what)) && existsSync(lora);
  return isLora ? checkLora(config, lora) : checkModel(config, what);
}
