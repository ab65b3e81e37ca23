import type { Provider } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { ModelCache } from './api/renderer/cache/model-cache.js';
import { RendererOptions } from './api/renderer/renderer-options.js';
import { LocalRenderers } from './api/renderer/local-renderers.js';

const MIB = 2 ** 20;

/** The renderers of this machine. */
export const localRenderer: Provider[] = [
  RendererOptions,
  {
    provide: ModelCache,
    inject: [BlobStore, Config, RendererOptions],
    useFactory: (blobs: BlobStore, { modelCacheMiB }: Config, { modelCacheDir }: RendererOptions) =>
      new ModelCache(blobs, { dir: modelCacheDir, budgetBytes: modelCacheMiB * MIB }),
  },
  {
    provide: LocalRenderers,
    inject: [RendererOptions, ModelCache],
    useFactory: (options: RendererOptions, cache: ModelCache) => new LocalRenderers([options], cache),
  },
];
