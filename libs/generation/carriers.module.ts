import type { Provider } from '@nestjs/common';
import { Bus, REDIS, type RedisConnections } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { Renderers } from './domain/renderers.js';
import { machine } from './machine.module.js';
import { RedisRenderers } from './wire/cluster/redis-renderers.js';
import { RedisStation } from './wire/cluster/redis-station.js';
import { EmbeddedRenderers } from './wire/renderer/embedded-renderers.js';
import { NoRenderers } from './wire/renderer/no-renderers.js';
import { RendererStation } from './wire/renderer/renderer-station.js';

/** What carries takes to renderers: without Redis to this process's own, with Redis to whoever has called itself one. */
export const carriers: Provider[] = [
  ...machine,
  {
    provide: Renderers,
    inject: [RendererStation, Bus, Config, REDIS],
    useFactory: (station: RendererStation, bus: Bus, config: Config, redis: RedisConnections | null): Renderers => {
      if (!redis) return config.rendererStart ? new EmbeddedRenderers(station) : new NoRenderers();
      return new RedisRenderers(bus, redis, config.rendererStart ? new RedisStation(station, bus, redis) : null);
    },
  },
];
