import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnModuleInit,
} from '@nestjs/common';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import { CacheInvalidationHook, Database } from '@visionary/platform/database';
import { Metrics } from '@visionary/platform/http';
import { Cache } from './cache.js';
import { registerCacheMetrics } from './cache-metrics.js';
import { CacheStore } from './stores/cache-store.js';
import { MemoryStore } from './stores/memory-store.js';
import { RedisStore } from './stores/redis-store.js';

const createStore = (redis: RedisConnections | null) =>
  redis ? new RedisStore(redis.cache, `${redis.prefix}:cache:`) : new MemoryStore();

/** Cache of this process, or of all nodes with Redis. Connected to the unit of work for invalidation. */
@Global()
@Module({})
export class CacheModule implements OnModuleInit, BeforeApplicationShutdown {
  constructor(
    @Inject(Cache) private readonly cache: Cache,
    @Inject(CacheStore) private readonly store: CacheStore,
    @Inject(CacheInvalidationHook) private readonly cacheInvalidationHook: CacheInvalidationHook,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  static forRoot(): DynamicModule {
    return {
      module: CacheModule,
      providers: [
        { provide: CacheStore, inject: [REDIS], useFactory: createStore },
        {
          provide: Cache,
          inject: [CacheStore, Database],
          useFactory: (store: CacheStore, database: Database) =>
            new Cache(store, { isInTransaction: () => database.transaction !== undefined }),
        },
      ],
      exports: [Cache],
    };
  }

  onModuleInit(): void {
    this.cacheInvalidationHook.connect(this.cache);
    registerCacheMetrics(this.metrics, this.cache.cacheStats);
  }

  /** Runs while Redis is still connected. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.cache.finish();
    this.store.close();
  }
}
