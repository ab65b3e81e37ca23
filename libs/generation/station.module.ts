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
import { machine } from './machine.module.js';
import { RedisStation } from './wire/cluster/redis-station.js';
import { RendererStation } from './wire/renderer/renderer-station.js';

/** One machine's renderer, for servers elsewhere. */
@Module({})
export class StationModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(RedisStation) private readonly station: RedisStation) {}

  static forRoot(config: Config): DynamicModule {
    return {
      module: StationModule,
      imports: [ConfigModule.forRoot(config), BlobsModule, BusModule.forRoot({ redisUrl: config.redisUrl })],
      providers: [
        ...machine,
        {
          provide: RedisStation,
          inject: [RendererStation, Bus, REDIS],
          useFactory: (station: RendererStation, bus: Bus, redis: RedisConnections) =>
            new RedisStation(station, bus, redis),
        },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.station.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.station.leave();
  }
}
