import { RedisConnections } from '@visionary/platform/bus';
import { type Hello, HELLO, ROLL_CALL } from '../../libs/generation/wire/cluster/names.js';
import { RedisBus } from '../../libs/platform/bus/redis-bus.js';
import { DEADLINE_MS } from './deadlines.js';
import { atTheEnd } from './endings.js';

/** What renderers say of themselves over Redis. */
export class Hellos {
  readonly newest = new Map<string, Hello>();
  private readonly looks = new Set<() => void>();

  private constructor(readonly bus: RedisBus) {
    bus.subscribe<Hello>(HELLO, (hello) => {
      this.newest.set(hello.id, hello);
      for (const look of this.looks) look();
    });
  }

  static at(url: string): Hellos {
    const redis = new RedisConnections(url);
    atTheEnd(() => redis.close());
    return new Hellos(new RedisBus(redis.publisher, redis.subscriber));
  }

  /** Waits until they say so, asking them all to speak first. */
  async until<T>(what: string, says: (all: Hello[]) => T | undefined | false, deadlineMs = DEADLINE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = says([...this.newest.values()]);
        if (!found) return;
        leave();
        resolve(found);
      };
      const ask = setInterval(() => this.bus.publish(ROLL_CALL, null), 250);
      const deadline = setTimeout(() => {
        leave();
        reject(new Error(`${what}: not within ${deadlineMs} ms, but ${JSON.stringify([...this.newest.values()])}`));
      }, deadlineMs).unref();
      const leave = () => {
        clearInterval(ask);
        clearTimeout(deadline);
        this.looks.delete(look);
      };
      this.looks.add(look);
      look();
    });
  }
}
