import type { Provider } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { ModelCache } from './api/renderer/cache/model-cache.js';
import { allRendererOptions, RendererOptions } from './api/renderer/renderer-options.js';
import { LocalRenderers } from './api/renderer/local-renderers.js';

const MIB = 2 ** 20;

/** The renderers of this machine. */
export const localRenderer: Provider[] = [
  // Folders and settings that all of them share.
  { provide: RendererOptions, inject: [Config], useFactory: (config: Config) => new RendererOptions(config) },
  {
    provide: ModelCache,
    inject: [BlobStore, Config, RendererOptions],
    useFactory: (blobs: BlobStore, { modelCacheMiB }: Config, { modelCacheDir }: RendererOptions) =>
      new ModelCache(blobs, { dir: modelCacheDir, budgetBytes: modelCacheMiB * MIB }),
  },
  {
    provide: LocalRenderers,
    inject: [Config, ModelCache],
    useFactory: (config: Config, cache: ModelCache) => new LocalRenderers(allRendererOptions(config), cache),
  },
];
