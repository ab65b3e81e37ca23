import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { builtProgram, programEnvironment } from '@visionary/sandbox';

export const rendererEnvironment = (
  options: { threads: number; memoryMiB: number; modelCacheDir?: string; images?: Config['images'] },
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv =>
  programEnvironment(
    {
      FUSED_ATTENTION: env['FUSED_ATTENTION'],
      RENDERER_THREADS: String(options.threads),
      RENDERER_MEMORY: String(options.memoryMiB),
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
