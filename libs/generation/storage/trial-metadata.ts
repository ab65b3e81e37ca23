import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  type ChangedModules,
  loraChanges,
  type PatchableWeights,
  patchableWeights,
} from '@visionary/diffusion/lora-compatibility';
import { LoraCompatibilityChecker } from './lora-compatibility-checker.js';
import { readModelMetadata } from './model-metadata.js';

export interface TrialFile {
  readonly kind: 'model' | 'lora';
  /** A model folder, or a LoRA file. */
  readonly path: string;
}

const SCRIPT = fileURLToPath(new URL('./trial-metadata-worker.js', import.meta.url));
/** The files passed inspection; this is a safety net. */
const DEADLINE_MS = 120_000;

/** Reads metadata of files that are tried, outside the event loop. */
export class TrialMetadata {
  private readonly compatibilityChecker = new LoraCompatibilityChecker();

  /** @throws Error if it is no readable model */
  async ofModel(dir: string) {
    const [facts, modules, traits] = await Promise.all([
      readModelMetadata(dir),
      read({ kind: 'model', path: dir }),
      this.compatibilityChecker.traits(dir),
    ]);
    if (!facts) throw new Error('there is no model_index.json');
    return { facts, modules: modules as PatchableWeights, ...(traits && { traits }) };
  }

  /** @throws Error if it is no readable LoRA */
  async ofLora(path: string) {
    return (await read({ kind: 'lora', path })) as ChangedModules;
  }

  /** Whether its shapes match a local model. */
  fits(loraPath: string, modelDir: string): Promise<boolean> {
    return this.compatibilityChecker.isCompatible(loraPath, modelDir);
  }
}

/** Without a build there is no script for a thread, so the file is read in this one. */
async function read(file: TrialFile): Promise<PatchableWeights | ChangedModules> {
  if (!existsSync(SCRIPT)) return file.kind === 'model' ? patchableWeights(file.path) : loraChanges(file.path);
  const worker = new Worker(SCRIPT, { workerData: file });
  let deadline: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      deadline = setTimeout(() => reject(new Error('reading it takes too long')), DEADLINE_MS);
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread that reads it ended with code ${code}`)));
    });
  } finally {
    clearTimeout(deadline);
    await worker.terminate();
  }
}
