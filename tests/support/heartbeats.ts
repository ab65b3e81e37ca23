import { RedisConnections } from '@visionary/platform/bus';
import {
  type Heartbeat,
  HEARTBEAT_TOPIC,
  HEARTBEAT_REQUEST_TOPIC,
} from '../../libs/generation/api/cluster/redis-protocol.js';
import { RedisBus } from '../../libs/platform/bus/redis-bus.js';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';

/** Heartbeats of renderers over Redis. */
export class HeartbeatRecorder {
  readonly newest = new Map<string, Heartbeat>();
  private readonly checks = new Set<() => void>();

  private constructor(readonly bus: RedisBus) {
    bus.subscribe<Heartbeat>(HEARTBEAT_TOPIC, (hello) => {
      this.newest.set(hello.id, hello);
      for (const check of this.checks) check();
    });
  }

  /** @param prefix of the instance in Redis */
  static at(url: string, prefix: string): HeartbeatRecorder {
    const redis = new RedisConnections(url, prefix);
    onCleanup(() => redis.close());
    return new HeartbeatRecorder(new RedisBus(redis.publisher, redis.subscriber, redis.channelPrefix));
  }

  /** Waits for matching heartbeats, after requesting one from all renderers. */
  async until<T>(
    what: string,
    find: (all: Heartbeat[]) => T | undefined | false,
    deadlineMs = DEADLINE_MS,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = find([...this.newest.values()]);
        if (!found) return;
        leave();
        resolve(found);
      };
      const ask = setInterval(() => this.bus.publish(HEARTBEAT_REQUEST_TOPIC, null), 250);
      const deadline = setTimeout(() => {
        leave();
        reject(new Error(`${what}: not within ${deadlineMs} ms, but ${JSON.stringify([...this.newest.values()])}`));
      }, deadlineMs).unref();
      const leave = () => {
        clearInterval(ask);
        clearTimeout(deadline);
        this.checks.delete(check);
      };
      this.checks.add(check);
      check();
    });
  }
}
