import { hostname } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ModelCache } from './cache/model-cache.js';
import { CardWatch } from './card-watch.js';
import { RenderWorker } from './render-worker.js';
import { RendererChild } from './renderer-child.js';
import type { RendererOptions } from './renderer-options.js';
import { RendererFolders, RequestFiles } from './request-files.js';

/** The renderers of this machine, one for each entry of RENDERER_PROVIDER. */
@Injectable()
export class LocalRenderers implements OnApplicationShutdown {
  readonly children: readonly RendererChild[];
  readonly workers: readonly RenderWorker[];
  private readonly watch: CardWatch;

  constructor(options: readonly RendererOptions[], cache: ModelCache) {
    this.children = options.map((one) => new RendererChild(one));
    this.workers = this.children.map((child, at) => {
      const { modelsDir, stallMs } = options[at]!;
      const files = new RequestFiles(new RendererFolders(modelsDir), cache);
      return new RenderWorker(child, files, { host: hostname(), stallMs });
    });
    const watched = this.workers.map((worker, at) => ({ worker, provider: options[at]!.provider }));
    this.watch = new CardWatch(watched.filter((_, at) => options[at]!.pausesWhenBusy));
    this.watch.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    await Promise.all(this.children.map((child) => child.close()));
  }
}
