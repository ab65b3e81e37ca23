import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageCheckSettings, Config } from '@visionary/platform/config';

/** What the renderer may know: where programs and temporary files are, not where the database is. */
const HANDED_ON = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH'],
  'NODE_COMPILE_CACHE',
];

/**
 * Memory of a model that was put away goes back to the system only with these two: glibc otherwise keeps it
 * in arenas for ever.
 */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

export const rendererEnvironment = (
  options: { threads: number; memoryMiB: number; modelCacheDir?: string; images?: ImageCheckSettings },
  from: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(HANDED_ON.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])),
  ...ALLOCATOR,
  RENDERER_THREADS: String(options.threads),
  RENDERER_MEMORY: String(options.memoryMiB),
  ...(options.modelCacheDir !== undefined && { RENDERER_MODEL_CACHE: options.modelCacheDir }),
  ...(options.images?.areChecked && {
    ...{ IMAGE_CHECK: 'on', IMAGE_CHECK_THRESHOLDS: JSON.stringify(options.images.limits) },
    ...(options.images.classifier !== undefined && { IMAGE_CLASSIFIER: options.images.classifier }),
  }),
});

/** How the renderer is started and watched. */
export abstract class RendererOptions {
  /** The process's script. */
  abstract readonly script: string;
  abstract readonly modelsDir: string;
  /** Where files of the hub are brought to, each checked against its hash. */
  abstract readonly modelCacheDir: string;
  /** What is done about what is in images. */
  abstract readonly images: ImageCheckSettings;
  /** MiB for models in memory; 0 lets the renderer choose. */
  abstract readonly memoryMiB: number;
  /** CPU threads of one model call; 0 lets the renderer choose. */
  abstract readonly threads: number;
  /** A renderer that has been silent for so long under a take counts as hung; slow models get more, see StallDetector. */
  abstract readonly stallMs: number;
}

/** The renderer's place beside this file in a build, and in the build that lies beside the sources. */
const PLACES = ['../../../../apps/renderer/src/main.js', '../../../../dist/apps/renderer/src/main.js'];

export const rendererOptionsOf = (config: Config): RendererOptions => ({
  script: builtRenderer(),
  modelsDir: config.modelsDir,
  modelCacheDir: join(config.dataDir, 'models-cache'),
  images: config.images,
  memoryMiB: config.rendererMemoryMiB,
  threads: config.rendererThreads,
  stallMs: config.rendererStallMs,
});

export const builtRenderer = (): string => {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
};
