import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

const RETRY_AT_MOST_MS = 2000;

/**
 * The three lines to Redis a node needs: a subscriber can do nothing else, and the Socket.IO adapter wants a pair.
 * A lost line is tried again for ever; commands meanwhile fail at once instead of piling up.
 */
export class RedisConnections {
  private readonly logger = new Logger('Redis');
  readonly commands: Redis;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  readonly adapterSubscriber: Redis;

  constructor(url: string) {
    this.commands = this.connect(url, 'commands');
    this.publisher = this.connect(url, 'publisher');
    this.subscriber = this.connect(url, 'subscriber');
    this.adapterSubscriber = this.connect(url, 'adapter');
  }

  close(): void {
    for (const line of [this.commands, this.publisher, this.subscriber, this.adapterSubscriber]) line.disconnect();
  }

  private connect(url: string, name: string): Redis {
    const isSubscriber = name === 'subscriber' || name === 'adapter';
    const line = new Redis(url, {
      connectionName: `visionary-${name}`,
      enableOfflineQueue: isSubscriber,
      maxRetriesPerRequest: isSubscriber ? null : 1,
      retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_AT_MOST_MS),
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
