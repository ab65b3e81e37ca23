import { availableParallelism } from 'node:os';
import { availableBytes, memoryBudget } from '@visionary/diffusion';
import type { CheckSettings } from './checks/image-check-client.js';

export interface RendererSettings {
  /** Threads of one model call. */
  readonly threads: number;
  /** What models may take in memory, in bytes. */
  readonly memoryBytes: number;
  /** Where its server keeps files it has checked against their hashes. */
  readonly modelCacheDir: string | undefined;
  /** Absent where images go out as they are. */
  readonly checks: CheckSettings | undefined;
}

/**
 * From the environment that the server hands on: RENDERER_THREADS, RENDERER_MEMORY, RENDERER_MODEL_CACHE; 0 or absent is our choice;
 * and what is done about images: IMAGE_CHECK, IMAGE_CLASSIFIER, IMAGE_CHECK_THRESHOLDS (JSON).
 * @throws RangeError when RENDERER_MEMORY is no amount
 */
export function readSettings(variables: NodeJS.ProcessEnv): RendererSettings {
  return {
    threads: readCount(variables.RENDERER_THREADS) ?? availableParallelism(),
    memoryBytes: memoryBudget(variables.RENDERER_MEMORY, availableBytes()),
    modelCacheDir: variables.RENDERER_MODEL_CACHE,
    checks: readChecks(variables),
  };
}

function readChecks(variables: NodeJS.ProcessEnv): CheckSettings | undefined {
  if (variables.IMAGE_CHECK !== 'on') return undefined;
  const limits = JSON.parse(variables.IMAGE_CHECK_THRESHOLDS ?? '{}') as CheckSettings['limits'];
  return { classifier: variables.IMAGE_CLASSIFIER, limits };
}

function readCount(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= 1024 ? value : undefined;
}
