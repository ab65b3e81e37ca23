import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnection } from './redis-connection.js';

const MAX_RETRY_DELAY_MS = 2000;
const CLOSE_TIMEOUT_MS = 1_000;
/** Longer than a busy Redis needs. After that, it counts as down. */
const COMMAND_TIMEOUT_MS = 5_000;
/** Short, because reading without the cache is fast. */
const CACHE_COMMAND_TIMEOUT_MS = 3_000;

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

  /**
   * @param prefix starts all keys and channels of the instance. Instances with different prefixes never hear each other.
   */
  constructor(
    private readonly url: string,
    readonly prefix: string,
  ) {
    this.commands = this.connect(url, 'commands', { commandTimeout: COMMAND_TIMEOUT_MS });
    this.patient = this.connect(url, 'patient');
    this.publisher = this.connect(url, 'publisher');
    this.subscriber = this.connect(url, 'subscriber');
    this.adapterSubscriber = this.connect(url, 'adapter');
  }

  /** Redis shares channels among its databases, so their names contain the database number. */
  get channelPrefix(): string {
    return `${this.prefix}:${this.publisher.options.db ?? 0}:`;
  }

  /** Times out early, because callers can use the database instead. Only servers use it. */
  get cache(): Redis {
    this.cacheConnection ??= this.connect(this.url, 'cache', { commandTimeout: CACHE_COMMAND_TIMEOUT_MS });
    return this.cacheConnection;
  }

  /** The connections that carry messages between nodes. */
  get pubSub(): readonly Redis[] {
    return [this.publisher, this.subscriber, this.adapterSubscriber];
  }

  /** Waits for pending replies, at most a second. */
  async close(): Promise<void> {
    const { commands, patient, publisher, subscriber, adapterSubscriber, cacheConnection } = this;
    const connections = [
      commands,
      patient,
      publisher,
      subscriber,
      adapterSubscriber,
      ...(cacheConnection ? [cacheConnection] : []),
    ];
    await Promise.all(connections.map(closeConnection));
  }

  private connect(url: string, name: string, options: { commandTimeout?: number } = {}): RedisConnection {
    const waitsForRedis = !['commands', 'publisher', 'cache'].includes(name);
    const connection = new RedisConnection(url, {
      connectionName: `visionary-${name}`,
      enableOfflineQueue: waitsForRedis,
      maxRetriesPerRequest: waitsForRedis ? null : 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RETRY_DELAY_MS),
      ...options,
    });
    let isDown = false;
    connection.on('error', (error) => {
      if (!isDown) this.logger.warn(`Redis connection "${name}" is down: ${error.message}`);
      isDown = true;
    });
    connection.on('ready', () => {
      if (isDown) this.logger.log(`Redis connection "${name}" is restored`);
      isDown = false;
    });
    return connection;
  }
}

const closeConnection = async (connection: RedisConnection): Promise<void> => {
  let deadline: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    deadline = setTimeout(resolve, CLOSE_TIMEOUT_MS);
  });
  if (connection.status === 'ready') await Promise.race([connection.quit().catch(() => undefined), timeout]);
  clearTimeout(deadline);
  connection.closeNow();
};
