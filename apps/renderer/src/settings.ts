import { availableParallelism } from 'node:os';
import { availableBytes, memoryBudget } from '@visionary/diffusion';
import type { CheckSettings } from './checks/take-content-check.js';

export interface RendererSettings {
  /** Threads of one model call. */
  readonly threads: number;
  /** Whether attention of exports is replaced by one operator. */
  readonly fusesAttention: boolean;
  /** Memory limit for models, in bytes. */
  readonly memoryBytes: number;
  /** Folder of files that the server verified by their hashes. */
  readonly modelCacheDir: string | undefined;
  /** Absent if images are not checked. */
  readonly checks: CheckSettings | undefined;
}

/**
 * Reads the environment that the server sets: RENDERER_THREADS, RENDERER_MEMORY, RENDERER_MODEL_CACHE (0 or absent: chosen
 * here), FUSED_ATTENTION, IMAGE_CHECK, IMAGE_CLASSIFIER, IMAGE_CHECK_THRESHOLDS (JSON).
 * @throws RangeError if RENDERER_MEMORY is invalid
 */
export function readSettings(variables: NodeJS.ProcessEnv): RendererSettings {
  return {
    threads: readCount(variables.RENDERER_THREADS) ?? availableParallelism(),
    fusesAttention: fusesAttention(variables),
    memoryBytes: memoryBudget(variables.RENDERER_MEMORY, availableBytes()),
    modelCacheDir: variables.RENDERER_MODEL_CACHE,
    checks: readChecks(variables),
  };
}

/** As the server's settings write it. */
export function fusesAttention({ FUSED_ATTENTION: setting }: NodeJS.ProcessEnv): boolean {
  return setting !== 'false' && setting !== '0';
}

export function readChecks(variables: NodeJS.ProcessEnv): CheckSettings | undefined {
  if (variables.IMAGE_CHECK !== 'on') return undefined;
  const limits = JSON.parse(variables.IMAGE_CHECK_THRESHOLDS ?? '{}') as CheckSettings['limits'];
  return { classifiers: variables.IMAGE_CLASSIFIER?.split(','), limits };
}

function readCount(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= 1024 ? value : undefined;
}
