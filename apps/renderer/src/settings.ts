import { availableParallelism } from 'node:os';
import { availableBytes, memoryBudget } from '@visionary/diffusion';
import {
  parseProviderSetting,
  type ProviderProblem,
  type ProviderSetting,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { CheckSettings } from './checks/take-content-check.js';

const PRECISIONS = ['auto', 'half', 'full'] as const;
export type Precision = (typeof PRECISIONS)[number];

export interface RendererSettings {
  /** Threads of one model call. */
  readonly threads: number;
  /** Whether attention of exports is replaced by one operator. */
  readonly fusesAttention: boolean;
  /** Memory limit for models, in bytes. */
  readonly memoryBytes: number;
  /** What to compute with. */
  readonly provider: ProviderSetting;
  /** Memory limit for models on a device. 0: chosen from its memory. */
  readonly deviceMemoryMiB: number;
  /** Images of a take that a device computes at once, 1 to 4. 0: as many as it computes best. */
  readonly imagesTogether: number;
  /** What checkpoints of 16 bits are computed with on a device. `auto`: 16 bits where that is right and fast. */
  readonly precision: Precision;
  /** Why earlier processes of this renderer did not use a device. */
  readonly providerProblems: readonly ProviderProblem[];
  /** Folders of models that crashed earlier processes while a device computed them. */
  readonly cpuModels: readonly string[];
  /** Folder of files that the server verified by their hashes. */
  readonly modelCacheDir: string | undefined;
  /** Absent if images are not checked. */
  readonly checks: CheckSettings | undefined;
}

/** As many as a take has at most. */
const MAX_TOGETHER = 4;

/**
 * Reads the environment that the server sets: RENDERER_THREADS, RENDERER_MEMORY, RENDERER_MODEL_CACHE (0 or absent: chosen
 * here), RENDERER_PROVIDER, RENDERER_DEVICE_MEMORY, RENDERER_IMAGES_TOGETHER, RENDERER_PRECISION,
 * RENDERER_PROVIDER_PROBLEMS and RENDERER_CPU_MODELS (JSON), FUSED_ATTENTION, IMAGE_CHECK, IMAGE_CLASSIFIER, IMAGE_CHECK_THRESHOLDS (JSON).
 * @throws RangeError if RENDERER_MEMORY or RENDERER_PROVIDER is invalid
 */
export function readSettings(variables: NodeJS.ProcessEnv): RendererSettings {
  return {
    threads: readCount(variables.RENDERER_THREADS) ?? availableParallelism(),
    fusesAttention: fusesAttention(variables),
    provider: readProvider(variables.RENDERER_PROVIDER),
    deviceMemoryMiB: readCount(variables.RENDERER_DEVICE_MEMORY, Infinity) ?? 0,
    imagesTogether: readCount(variables.RENDERER_IMAGES_TOGETHER, MAX_TOGETHER) ?? 0,
    precision: PRECISIONS.find((one) => one === variables.RENDERER_PRECISION) ?? 'auto',
    providerProblems: JSON.parse(variables.RENDERER_PROVIDER_PROBLEMS ?? '[]') as ProviderProblem[],
    cpuModels: JSON.parse(variables.RENDERER_CPU_MODELS ?? '[]') as string[],
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

function readProvider(text = 'auto'): ProviderSetting {
  const setting = parseProviderSetting(text);
  if (!setting) throw new RangeError(`RENDERER_PROVIDER is ${text}`);
  return setting;
}

function readCount(text: string | undefined, max = 1024): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= max ? value : undefined;
}
