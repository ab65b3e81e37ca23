import type { Provider } from '@nestjs/common';
import { Bus, REDIS, type RedisConnections } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { Renderers } from './domain/renderers.js';
import { localRenderer } from './local-renderer.module.js';
import { RedisRenderers } from './api/cluster/redis-renderers.js';
import { RedisRenderWorker } from './api/cluster/redis-render-worker.js';
import { EmbeddedRenderers } from './api/renderer/embedded-renderers.js';
import { NoRenderers } from './api/renderer/no-renderers.js';
import { LocalRenderWorker } from './api/renderer/local-render-worker.js';

/** What carries takes to renderers: without Redis to this process's own, with Redis to whoever has called itself one. */
export const rendererTransport: Provider[] = [
  ...localRenderer,
  {
    provide: Renderers,
    inject: [LocalRenderWorker, Bus, Config, REDIS],
    useFactory: (station: LocalRenderWorker, bus: Bus, config: Config, redis: RedisConnections | null): Renderers => {
      if (!redis) return config.rendererStart ? new EmbeddedRenderers(station) : new NoRenderers();
      return new RedisRenderers(bus, redis, config.rendererStart ? new RedisRenderWorker(station, bus, redis) : null);
    },
  },
];
