import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import { PAYLOAD_TTL_MS } from './redis-protocol.js';

/** Plain values with bytes in them, such as images, too large and too binary for a job's JSON. Trusted as the bus is. */
export class PayloadStore {
  constructor(private readonly redis: Redis) {}

  async put(key: string, value: unknown): Promise<void> {
    await this.redis.set(key, serialize(value), 'PX', PAYLOAD_TTL_MS);
  }

  /** @returns undefined when it is gone, because it expired or Redis came back empty. */
  async get<T>(key: string): Promise<T | undefined> {
    const bytes = await this.redis.getBuffer(key);
    return bytes ? (deserialize(bytes) as T) : undefined;
  }

  async drop(key: string): Promise<void> {
    await this.redis.del(key);
  }
}
