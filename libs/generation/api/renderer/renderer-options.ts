import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';

/** Environment of the renderer: paths of programs and temporary files, and a switch, but not of the database. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
  'FUSED_ATTENTION',
];

/** Make glibc return the memory of evicted models to the system. Otherwise it keeps it in arenas. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

export const rendererEnvironment = (
  options: { threads: number; memoryMiB: number; modelCacheDir?: string; images?: Config['images'] },
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.filter((name) => env[name] !== undefined).map((name) => [name, env[name]])),
  ...ALLOCATOR,
  RENDERER_THREADS: String(options.threads),
  RENDERER_MEMORY: String(options.memoryMiB),
  ...(options.modelCacheDir !== undefined && { RENDERER_MODEL_CACHE: options.modelCacheDir }),
  ...(options.images?.areChecked && {
    IMAGE_CHECK: 'on',
    IMAGE_CHECK_THRESHOLDS: JSON.stringify(options.images.thresholds),
    IMAGE_CLASSIFIER: options.images.classifiers.join(','),
  }),
});

/** Script beside this file in a build, and in the build beside the sources. */
const SCRIPT_PATHS = ['../../../../apps/renderer/src/main.js', '../../../../dist/apps/renderer/src/main.js'];

export const builtRenderer = (): string => {
  const [built = '', ...others] = SCRIPT_PATHS.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
};

/** How the renderer is started and watched. */
@Injectable()
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
  /** CPU threads of one model call; 0 lets the renderer choose. */
  readonly threads: number;
  /** Silence that counts as stalled. Slow models get more, see StallDetector. */
  readonly stallMs: number;

  constructor(config: Config) {
    this.modelsDir = config.modelsDir;
    this.modelCacheDir = join(config.dataDir, 'models-cache');
    this.images = config.images;
    this.memoryMiB = config.rendererMemoryMiB;
    this.threads = config.rendererThreads;
    this.stallMs = config.rendererStallMs;
  }
}
