import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnection } from './redis-connection.js';

const RETRY_AT_MOST_MS = 2000;
const CLOSE_WITHIN_MS = 1_000;
/** Longer than a busy Redis needs. After that, it counts as down. */
const ANSWERS_WITHIN_MS = 5_000;
/** Short, because reading without the cache is fast. */
const CACHE_ANSWERS_WITHIN_MS = 3_000;

/**
 * The Redis connections of a node. A subscriber connection can't run other commands, and the Socket.IO adapter needs a
 * pair. Reconnects forever. While disconnected, commands fail at once instead of queueing up, including those in
 * flight, except on `patient`.
 */
export class RedisConnections {
  private readonly logger = new Logger('Redis');
  readonly commands: RedisConnection;
  /** Waits for Redis to return instead of failing, for messages that must arrive and for queues. */
  readonly patient: RedisConnection;
  readonly publisher: RedisConnection;
  readonly subscriber: RedisConnection;
  readonly adapterSubscriber: RedisConnection;
  private cacheConnection: RedisConnection | undefined;

  constructor(private readonly url: string) {
    this.commands = this.connect(url, 'commands', { commandTimeout: ANSWERS_WITHIN_MS });
    this.patient = this.connect(url, 'patient');
    this.publisher = this.connect(url, 'publisher');
    this.subscriber = this.connect(url, 'subscriber');
    this.adapterSubscriber = this.connect(url, 'adapter');
  }

  /** Times out early, because callers can use the database instead. Only servers use it. */
  get cache(): Redis {
    this.cacheConnection ??= this.connect(this.url, 'cache', { commandTimeout: CACHE_ANSWERS_WITHIN_MS });
    return this.cacheConnection;
  }

  /** The connections that carry messages between nodes. */
  get pubSub(): readonly Redis[] {
    return [this.publisher, this.subscriber, this.adapterSubscriber];
  }

  /** Waits for pending replies, at most a second. */
  async close(): Promise<void> {
    const { commands, patient, publisher, subscriber, adapterSubscriber, cacheConnection } = this;
    const lines = [
      commands,
      patient,
      publisher,
      subscriber,
      adapterSubscriber,
      ...(cacheConnection ? [cacheConnection] : []),
    ];
    await Promise.all(lines.map(closeLine));
  }

  private connect(url: string, name: string, options: { commandTimeout?: number } = {}): RedisConnection {
    const waits = !['commands', 'publisher', 'cache'].includes(name);
    const line = new RedisConnection(url, {
      connectionName: `visionary-${name}`,
      enableOfflineQueue: waits,
      maxRetriesPerRequest: waits ? null : 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_AT_MOST_MS),
      ...options,
    });
    let isDown = false;
    line.on('error', (error) => {
      if (!isDown) this.logger.warn(`Redis connection "${name}" is down: ${error.message}`);
      isDown = true;
    });
    line.on('ready', () => {
      if (isDown) this.logger.log(`Redis connection "${name}" is restored`);
      isDown = false;
    });
    return line;
  }
}

const closeLine = async (line: RedisConnection): Promise<void> => {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    deadline = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  if (line.status === 'ready') await Promise.race([line.quit().catch(() => undefined), late]);
  clearTimeout(deadline);
  line.giveUp();
};
