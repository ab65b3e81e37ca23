import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ModelCache } from './cache/model-cache.js';
import { LocalRenderWorker } from './local-render-worker.js';
import { RendererChild } from './renderer-child.js';
import type { RendererOptions } from './renderer-options.js';

/** The renderers of this machine, one for each entry of RENDERER_PROVIDER. */
@Injectable()
export class LocalRenderers implements OnApplicationShutdown {
  readonly children: readonly RendererChild[];
  readonly workers: readonly LocalRenderWorker[];

  constructor(options: readonly RendererOptions[], cache: ModelCache) {
    this.children = options.map((one) => new RendererChild(one));
    this.workers = this.children.map((child, at) => new LocalRenderWorker(child, options[at]!, cache));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.children.map((child) => child.close()));
  }
}
