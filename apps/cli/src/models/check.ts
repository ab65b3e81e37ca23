import { existsSync } from 'node:fs';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import { modelDirOf } from '../find-model.js';
import { findLocalLora } from '../local-loras.js';
import { checkLora } from './check-lora.js';
import { checkModel } from './check-model.js';

/** Describes a model or a LoRA. @param target a name, where models come first, or a path. Content tells checkpoints from LoRAs */
export async function check(config: Config, target: string): Promise<string> {
  const isLoraFile = /\.safetensors$/i.test(target) && !isModel(modelDirOf(config.modelsDir, target));
  if (isLoraFile) return checkLora(config, target);
  const lora = findLocalLora(config.modelsDir, target);
  const isLora = !existsSync(modelDirOf(config.modelsDir, target)) && existsSync(lora);
  return isLora ? checkLora(config, lora) : checkModel(config, target);
}
