import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import { PAYLOAD_TTL_MS } from './redis-protocol.js';

/** Stores values with binary data, such as images, which are too large for the JSON of a job. Trusted like the bus. */
export class PayloadStore {
  constructor(private readonly redis: Redis) {}

  async put(key: string, value: unknown): Promise<void> {
    await this.redis.set(key, serialize(value), 'PX', PAYLOAD_TTL_MS);
  }

  /** @returns undefined if it expired, or Redis lost it */
  async get<T>(key: string): Promise<T | undefined> {
    const bytes = await this.redis.getBuffer(key);
    return bytes ? (deserialize(bytes) as T) : undefined;
  }

  async drop(key: string): Promise<void> {
    await this.redis.del(key);
  }
}
