import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Bus } from './bus.js';
import { InProcessBus } from './in-process-bus.js';
import { RedisBus } from './redis-bus.js';
import { RedisConnections } from './redis-connections.js';

/** Null in embedded mode. */
export const REDIS = Symbol('RedisConnections');

export interface BusOptions {
  readonly redisUrl?: string | undefined;
  readonly redisPrefix?: string | undefined;
}

/** The bus between nodes: Redis pub/sub with `redisUrl`, in-process without. */
@Global()
@Module({})
export class BusModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: RedisConnections | null) {}

  /** @param options `redisPrefix` is required with `redisUrl` */
  static forRoot({ redisUrl, redisPrefix = '' }: BusOptions): DynamicModule {
    return {
      module: BusModule,
      providers: [
        { provide: REDIS, useFactory: () => (redisUrl ? new RedisConnections(redisUrl, redisPrefix) : null) },
        {
          provide: Bus,
          inject: [REDIS],
          useFactory: (redis: RedisConnections | null) =>
            redis
              ? new RedisBus(redis.publisher, redis.subscriber, redis.channelPrefix, redis.pubSub)
              : new InProcessBus(),
        },
      ],
      exports: [REDIS, Bus],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.redis?.close();
  }
}
