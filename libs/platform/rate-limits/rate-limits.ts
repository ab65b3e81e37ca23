import { Inject, Injectable } from '@nestjs/common';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { PrefetchingRateLimit } from './prefetching-rate-limit.js';

export interface Limit {
  readonly name: string;
  /** Points within `seconds`. The window starts with the first request. */
  readonly points: number;
  readonly seconds: number;
}

const secondsOf = (result: RateLimiterRes): number => Math.max(1, Math.ceil(result.msBeforeNext / 1000));

/** A rate limit, counted per key. */
export class RateLimit {
  constructor(
    readonly limit: Limit,
    private readonly limiter: RateLimiterMemory | RateLimiterRedis,
  ) {}

  /** @returns null if granted, else the seconds until it will be */
  async spend(key: string): Promise<number | null> {
    try {
      await this.limiter.consume(key);
      return null;
    } catch (rejection) {
      if (rejection instanceof RateLimiterRes) return secondsOf(rejection);
      throw rejection;
    }
  }

  async refund(key: string): Promise<void> {
    await this.limiter.reward(key);
  }

  async reset(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}

/** Creates rate limits over all nodes: in Redis (in memory while it is down), or in memory without Redis. */
@Injectable()
export class RateLimits {
  constructor(@Inject(REDIS) private readonly redis: RedisConnections | null) {}

  /** Counts on this node only, for frequent requests. */
  local(limit: Limit): RateLimit {
    const { name, points, seconds } = limit;
    return new RateLimit(limit, new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }));
  }

  shared(limit: Limit): RateLimit {
    return new RateLimit(limit, this.createLimiter(limit));
  }

  /** Counts over all nodes for frequent requests. Nodes fetch points in blocks. */
  prefetching(limit: Limit): PrefetchingRateLimit {
    return new PrefetchingRateLimit(this.createLimiter(limit), limit.points);
  }

  private createLimiter({ name, points, seconds }: Limit): RateLimiterMemory | RateLimiterRedis {
    const options = { keyPrefix: `${this.redis?.prefix ?? ''}:limit:${name}`, points, duration: seconds };
    const memoryLimiter = new RateLimiterMemory(options);
    if (!this.redis) return memoryLimiter;
    return new RateLimiterRedis({ ...options, storeClient: this.redis.commands, insuranceLimiter: memoryLimiter });
  }
}
