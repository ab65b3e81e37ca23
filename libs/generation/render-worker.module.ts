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
import { LocalRenderWorker } from './api/renderer/local-render-worker.js';

/** One machine's renderer, for servers elsewhere. */
@Module({})
export class RenderWorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(RedisRenderWorker) private readonly worker: RedisRenderWorker) {}

  static forRoot(config: Config): DynamicModule {
    return {
      module: RenderWorkerModule,
      imports: [ConfigModule.forRoot(config), BlobsModule, BusModule.forRoot(config)],
      providers: [
        ...localRenderer,
        {
          provide: RedisRenderWorker,
          inject: [LocalRenderWorker, Bus, REDIS],
          useFactory: (worker: LocalRenderWorker, bus: Bus, redis: RedisConnections) =>
            new RedisRenderWorker(worker, bus, redis),
        },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.worker.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.worker.leave();
  }
}
