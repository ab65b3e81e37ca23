import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnection } from './redis-connection.js';

const RETRY_AT_MOST_MS = 2000;
const CLOSE_WITHIN_MS = 1_000;
/** Longer than a busy machine holds anybody up: whoever does not answer is taken to be away. */
const ANSWERS_WITHIN_MS = 5_000;
/** A view is soon made without it, and then nothing kept is believed. */
const CACHE_ANSWERS_WITHIN_MS = 3_000;

/**
 * The lines to Redis a node needs: a subscriber can do nothing else, and the Socket.IO adapter wants a pair.
 * A lost line is tried again for ever; commands meanwhile fail at once instead of piling up, also those on their way when
 * it broke, except on the patient one.
 */
export class RedisConnections {
  private readonly logger = new Logger('Redis');
  readonly commands: RedisConnection;
  /** Waits for Redis to come back instead of failing: for what must arrive, and for queues. */
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

  /** Gives up soon where Redis hangs: whoever asks has the database, too. Only servers need it. */
  get cache(): Redis {
    this.cacheConnection ??= this.connect(this.url, 'cache', { commandTimeout: CACHE_ANSWERS_WITHIN_MS });
    return this.cacheConnection;
  }

  /** The lines over which nodes hear each other. */
  get pubSub(): readonly Redis[] {
    return [this.publisher, this.subscriber, this.adapterSubscriber];
  }

  /** What was sent is answered first, where there is somebody to answer. */
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
    let told = false;
    line.on('error', (error) => {
      if (!told) this.logger.warn(`Redis line "${name}" is down: ${error.message}`);
      told = true;
    });
    line.on('ready', () => {
      if (told) this.logger.log(`Redis line "${name}" is back`);
      told = false;
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
