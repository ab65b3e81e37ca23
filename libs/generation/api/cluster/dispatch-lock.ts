import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { DISPATCH_LOCK_KEY } from './redis-protocol.js';

/** Longer than giving out takes ever lasts; a server that dies meanwhile holds the others up for so long. */
const HELD_AT_MOST_MS = 10_000;
const RELEASE = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';

/** One server at a time gives out takes, so that all see the same line and the same renderers. */
export class DispatchLock {
  constructor(private readonly redis: Redis) {}

  /** @returns false when another server has it. */
  async run(work: () => Promise<void>): Promise<boolean> {
    const token = randomUUID();
    if ((await this.redis.set(DISPATCH_LOCK_KEY, token, 'PX', HELD_AT_MOST_MS, 'NX')) === null) return false;
    try {
      await work();
    } finally {
      await this.redis.eval(RELEASE, 1, DISPATCH_LOCK_KEY, token).catch(() => undefined);
    }
    return true;
  }
}
