import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

const RETRY_AT_MOST_MS = 2000;
const CLOSE_WITHIN_MS = 1_000;
/** Longer than a busy machine holds anybody up: whoever does not answer is taken to be away, and nothing kept is believed. */
const CACHE_ANSWERS_WITHIN_MS = 3_000;

/**
 * The lines to Redis a node needs: a subscriber can do nothing else, and the Socket.IO adapter wants a pair.
 * A lost line is tried again for ever; commands meanwhile fail at once instead of piling up, except on the patient one.
 */
export class RedisConnections {
  private readonly logger = new Logger('Redis');
  readonly commands: Redis;
  /** Waits for Redis to come back instead of failing: for what must arrive, and for queues. */
  readonly patient: Redis;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  readonly adapterSubscriber: Redis;
  private cacheLine: Redis | undefined;

  constructor(private readonly url: string) {
    this.commands = this.connect(url, 'commands');
    this.patient = this.connect(url, 'patient');
    this.publisher = this.connect(url, 'publisher');
    this.subscriber = this.connect(url, 'subscriber');
    this.adapterSubscriber = this.connect(url, 'adapter');
  }

  /** Gives up soon where Redis hangs: whoever asks has the database, too. Only servers need it. */
  get cache(): Redis {
    const impatient = { commandTimeout: CACHE_ANSWERS_WITHIN_MS, autoResendUnfulfilledCommands: false };
    this.cacheLine ??= this.connect(this.url, 'cache', impatient);
    return this.cacheLine;
  }

  /** The lines over which nodes hear each other. */
  get carryingNews(): readonly Redis[] {
    return [this.publisher, this.subscriber, this.adapterSubscriber];
  }

  /** What was sent is answered first, where there is somebody to answer. */
  async close(): Promise<void> {
    const { commands, patient, publisher, subscriber, adapterSubscriber, cacheLine } = this;
    const lines = [commands, patient, publisher, subscriber, adapterSubscriber, ...(cacheLine ? [cacheLine] : [])];
    await Promise.all(lines.map(closeLine));
  }

  private connect(url: string, name: string, options: RedisOptions = {}): Redis {
    const waits = !['commands', 'publisher', 'cache'].includes(name);
    const line = new Redis(url, {
      connectionName: `visionary-${name}`,
      enableOfflineQueue: waits,
      maxRetriesPerRequest: waits ? null : 1,
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

const closeLine = async (line: Redis): Promise<void> => {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    deadline = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  if (line.status === 'ready') await Promise.race([line.quit().catch(() => undefined), late]);
  clearTimeout(deadline);
  line.disconnect();
};
