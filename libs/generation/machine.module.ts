import type { Provider } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { ModelCache } from './wire/renderer/cache/model-cache.js';
import { RendererChild } from './wire/renderer/renderer-child.js';
import { RendererOptions, rendererOptionsOf } from './wire/renderer/renderer-options.js';
import { RendererStation } from './wire/renderer/renderer-station.js';

const MIB = 2 ** 20;

/** The renderer of this machine. */
export const machine: Provider[] = [
  { provide: RendererOptions, inject: [Config], useFactory: rendererOptionsOf },
  RendererChild,
  {
    provide: ModelCache,
    inject: [BlobStore, Config, RendererOptions],
    useFactory: (blobs: BlobStore, { modelCacheMiB }: Config, { modelCacheDir }: RendererOptions) =>
      new ModelCache(blobs, { dir: modelCacheDir, budgetBytes: modelCacheMiB * MIB }),
  },
  {
    provide: RendererStation,
    inject: [RendererChild, RendererOptions, ModelCache],
    useFactory: (child: RendererChild, options: RendererOptions, cache: ModelCache) =>
      new RendererStation(child, options, cache),
  },
];
