import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import { type ExtraCheck, finding } from '@visionary/platform/doctor';

/** Counts the models that an instance starts with. */
export const checkModels = ({ modelsDir }: Pick<Config, 'modelsDir'>): ExtraCheck => ({
  check: 'models',
  async run() {
    const names = await readdir(modelsDir).catch(() => []);
    const count = names.filter((name) => isModel(join(modelsDir, name))).length;
    const values = { folder: modelsDir, count };
    return [
      count > 0 ? finding('models', 'ok', 'models', values) : finding('models', 'warning', 'modelsMissing', values),
    ];
  },
});
