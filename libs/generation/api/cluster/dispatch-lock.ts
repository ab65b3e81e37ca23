import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { DISPATCH_LOCK_KEY } from './redis-protocol.js';

/** Longer than a dispatch ever takes. A server that crashes in between blocks the others this long. */
const MAX_HELD_MS = 10_000;
const RELEASE = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';

/** Lets one server at a time dispatch takes, so that all decide on the same queue and renderers. */
export class DispatchLock {
  constructor(private readonly redis: Redis) {}

  /** @returns false if another server has the lock */
  async run(work: () => Promise<void>): Promise<boolean> {
    const token = randomUUID();
    if ((await this.redis.set(DISPATCH_LOCK_KEY, token, 'PX', MAX_HELD_MS, 'NX')) === null) return false;
    try {
      await work();
    } finally {
      await this.redis.eval(RELEASE, 1, DISPATCH_LOCK_KEY, token).catch(() => undefined);
    }
    return true;
  }
}
