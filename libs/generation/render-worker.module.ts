import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Bus, BusModule, REDIS, type RedisConnections } from '@visionary/platform/bus';
import { BlobsModule } from '@visionary/platform/blobs';
import { type Config, ConfigModule } from '@visionary/platform/config';
import { localRenderer } from './local-renderer.module.js';
import { RedisRenderWorker } from './api/cluster/redis-render-worker.js';
import { LocalRenderers } from './api/renderer/local-renderers.js';

const WORKERS = Symbol('renderers of this machine');

/** One machine's renderers, for servers elsewhere. */
@Module({})
export class RenderWorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(WORKERS) private readonly workers: readonly RedisRenderWorker[]) {}

  static forRoot(config: Config): DynamicModule {
    return {
      module: RenderWorkerModule,
      imports: [ConfigModule.forRoot(config), BlobsModule, BusModule.forRoot(config)],
      providers: [
        ...localRenderer,
        {
          provide: WORKERS,
          inject: [LocalRenderers, Bus, REDIS],
          useFactory: ({ workers }: LocalRenderers, bus: Bus, redis: RedisConnections) =>
            workers.map((worker) => new RedisRenderWorker(worker, bus, redis)),
        },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.start()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.leave()));
  }
}
