import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import type { ProviderProblem } from '@visionary/contract';
import { Config } from '@visionary/platform/config';
import { builtProgram, programEnvironment } from '@visionary/sandbox';

export interface RendererEnvironment {
  readonly threads: number;
  readonly memoryMiB: number;
  /** One entry of RENDERER_PROVIDER. By default, the processor. */
  readonly provider?: string | undefined;
  readonly deviceMemoryMiB?: number | undefined;
  /** Folders of models that crashed a process while a device computed them. */
  readonly cpuModels?: readonly string[];
  readonly providerProblems?: readonly ProviderProblem[];
  readonly modelCacheDir?: string;
  readonly images?: Config['images'];
}

export const rendererEnvironment = (options: RendererEnvironment, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  programEnvironment(
    {
      FUSED_ATTENTION: env['FUSED_ATTENTION'],
      RENDERER_PRECISION: env['RENDERER_PRECISION'],
      RENDERER_IMAGES_TOGETHER: env['RENDERER_IMAGES_TOGETHER'],
      RENDERER_THREADS: String(options.threads),
      RENDERER_MEMORY: String(options.memoryMiB),
      RENDERER_PROVIDER: options.provider ?? 'cpu',
      // As nvidia-smi counts cards. Otherwise the fastest has number 0.
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      RENDERER_DEVICE_MEMORY: String(options.deviceMemoryMiB ?? 0),
      RENDERER_CPU_MODELS: options.cpuModels?.length ? JSON.stringify(options.cpuModels) : undefined,
      RENDERER_PROVIDER_PROBLEMS: options.providerProblems?.length
        ? JSON.stringify(options.providerProblems)
        : undefined,
      RENDERER_MODEL_CACHE: options.modelCacheDir,
      ...(options.images?.areChecked && {
        IMAGE_CHECK: 'on',
        IMAGE_CHECK_THRESHOLDS: JSON.stringify(options.images.thresholds),
        IMAGE_CLASSIFIER: options.images.classifiers.join(','),
      }),
    },
    env,
  );

export const builtRenderer = (): string => builtProgram('renderer/src/main.js');

/** How the renderer is started and watched. */
export class RendererOptions {
  /** Script of the process. */
  readonly script = builtRenderer();
  readonly modelsDir: string;
  /** Downloaded hub files, each verified by its hash. */
  readonly modelCacheDir: string;
  /** Settings of the image check. */
  readonly images: Config['images'];
  /** MiB for models in memory; 0 lets the renderer choose. */
  readonly memoryMiB: number;
  /** What it computes with: one entry of RENDERER_PROVIDER. */
  readonly provider: string;
  /** MiB for models in the memory of a device; 0 lets the renderer choose. */
  readonly deviceMemoryMiB: number;
  /** CPU threads of one model call; 0 lets the renderer choose. */
  readonly threads: number;
  /** Whether it renders nothing while another program uses its card. */
  readonly pausesWhenBusy: boolean;
  /** Silence that counts as stalled. Slow models get more, see StallDetector. */
  readonly stallMs: number;

  /** @param provider one entry of RENDERER_PROVIDER; by default the first */
  constructor(config: Config, provider = config.rendererProviders[0] ?? 'auto') {
    this.modelsDir = config.modelsDir;
    this.modelCacheDir = join(config.dataDir, 'models-cache');
    this.images = config.images;
    this.memoryMiB = config.rendererMemoryMiB;
    this.provider = provider;
    this.deviceMemoryMiB = config.rendererDeviceMemoryMiB;
    this.threads = config.rendererThreads;
    this.pausesWhenBusy = config.rendererPausesWhenBusy;
    this.stallMs = config.rendererStallMs;
  }
}

/** What models may use of the memory that is available. The renderer's own choice where it is the only one. */
const SHARE = 0.6;
const MEBIBYTE = 2 ** 20;

/** The renderers of this machine, one for each entry of RENDERER_PROVIDER. They share memory and threads equally. */
export function allRendererOptions(
  config: Config,
  machine = { availableBytes: process.availableMemory?.() ?? freemem(), threads: availableParallelism() },
): RendererOptions[] {
  const options = config.rendererProviders.map((provider) => new RendererOptions(config, provider));
  const [first] = options;
  if (!first || options.length === 1) return options;
  const memoryMiB = first.memoryMiB || (machine.availableBytes * SHARE) / MEBIBYTE;
  const threads = first.threads || machine.threads;
  const share = (amount: number) => Math.max(1, Math.floor(amount / options.length));
  return options.map((one) => ({ ...one, memoryMiB: share(memoryMiB), threads: share(threads) }));
}
