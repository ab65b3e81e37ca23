import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { DiffusionPipeline, folderHash, readModelFolder } from '@visionary/diffusion';

/** As few steps as show that text encoder, UNet and decoder fit together; what comes out need not be a picture yet. */
const JOB = { prompt: 'a cat', negative: '', scheduler: 'ddim', steps: 2, guidance: 7, seed: 1 } as const;
/** In pixels, rounded up to what the model can do. */
const SIDE = 128;

/**
 * Loads a model and renders a small picture with it.
 * @param model name of a folder in MODELS_DIR, or a path
 * @throws ModelFolderError when it cannot be served: the file, the reason, and what would fit
 */
export async function checkModel({ modelsDir }: Config, model: string): Promise<string> {
  const named = join(modelsDir, model);
  const folder = await readModelFolder(existsSync(named) ? named : resolve(model));
  const pipeline = await DiffusionPipeline.load(folder);
  try {
    const multiple = folder.vae.spatialFactor * folder.unetHalvings;
    const side = multiple * Math.ceil(SIDE / multiple);
    const began = performance.now();
    await pipeline.render({ ...JOB, width: side, height: side });
    const tookMs = Math.round(performance.now() - began);
    return `${model}  ${(await folderHash(folder.dir)).slice(0, 10)}  ${JOB.steps} steps at ${side}×${side} in ${tookMs} ms`;
  } finally {
    await pipeline.release();
  }
}
