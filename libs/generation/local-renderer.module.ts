import type { Provider } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { ModelCache } from './api/renderer/cache/model-cache.js';
import { RendererChild } from './api/renderer/renderer-child.js';
import { RendererOptions } from './api/renderer/renderer-options.js';
import { LocalRenderWorker } from './api/renderer/local-render-worker.js';

const MIB = 2 ** 20;

/** The renderer of this machine. */
export const localRenderer: Provider[] = [
  RendererOptions,
  RendererChild,
  {
    provide: ModelCache,
    inject: [BlobStore, Config, RendererOptions],
    useFactory: (blobs: BlobStore, { modelCacheMiB }: Config, { modelCacheDir }: RendererOptions) =>
      new ModelCache(blobs, { dir: modelCacheDir, budgetBytes: modelCacheMiB * MIB }),
  },
  {
    provide: LocalRenderWorker,
    inject: [RendererChild, RendererOptions, ModelCache],
    useFactory: (child: RendererChild, options: RendererOptions, cache: ModelCache) =>
      new LocalRenderWorker(child, options, cache),
  },
];
