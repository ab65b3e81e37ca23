import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config, ImageCheckSettings } from '@visionary/platform/config';

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
