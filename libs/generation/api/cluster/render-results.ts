import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RenderAttempt, AttemptResult } from '../../domain/renderers.js';
import { resultKey, RESULTS_QUEUE, QUEUES, PREFIX } from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';

/** Stored in the job, so that a lost payload can still be attributed. */
export interface RenderResultJob {
  readonly attempt: RenderAttempt;
}

const RETRY_MS = 1_000;
/** Retries for days: an unavailable database costs no image. */
const MAX_TRIES = 1_000_000;

/** Queue of attempt results, from renderers to servers. */
export class RenderResultQueue {
  private readonly queue: Queue<RenderResultJob>;
  private readonly payloadStore: PayloadStore;

  /** @param redis waits for Redis in a renderer, and fails at once in a server */
  constructor(redis: Redis) {
    this.queue = new Queue(RESULTS_QUEUE, { connection: redis, ...QUEUES });
    this.queue.on('error', () => undefined);
    this.payloadStore = new PayloadStore(redis);
  }

  /** @returns once Redis has it */
  async send(end: AttemptResult): Promise<void> {
    const { attempt } = end;
    await this.payloadStore.put(resultKey(attempt.id), end);
    await this.queue.add(
      'end',
      { attempt },
      {
        jobId: attempt.id,
        attempts: MAX_TRIES,
        backoff: { type: 'fixed', delay: RETRY_MS },
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  /** Takes whose result is not recorded yet. */
  async waiting(): Promise<string[]> {
    const jobs = await this.queue.getJobs(['waiting', 'active', 'delayed', 'prioritized']);
    return jobs.filter((job) => job !== undefined).map(({ data }) => data.attempt.takeId);
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

const CONCURRENCY = 4;
/** After this time another server retries the result of a crashed one. */
const LOCK_MS = 5_000;
const STALLED_INTERVAL_MS = 3_000;
const MAX_STALLED = 1_000;

/** Records results on this server. Each result goes to one server. */
export class RenderResultConsumer {
  private readonly worker: Worker<RenderResultJob>;
  private readonly payloadStore: PayloadStore;

  /** @param record rejects to retry */
  constructor(
    private readonly redis: Redis,
    private readonly record: (end: AttemptResult) => Promise<void>,
    failed: (error: Error) => void,
  ) {
    this.payloadStore = new PayloadStore(redis);
    this.worker = new Worker<RenderResultJob>(RESULTS_QUEUE, ({ data }) => this.process(data), {
      connection: redis,
      prefix: PREFIX,
      concurrency: CONCURRENCY,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_INTERVAL_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.worker.on('failed', (_job, error) => failed(error)).on('error', () => undefined);
  }

  /** Finishes current results if Redis is available; otherwise the worker would wait forever. */
  async close(): Promise<void> {
    await this.worker.close(this.redis.status !== 'ready');
  }

  private async process({ attempt }: RenderResultJob): Promise<void> {
    const key = resultKey(attempt.id);
    const lost = { type: 'lost', why: 'its result was lost in Redis', blamesModel: false } as const;
    await this.record((await this.payloadStore.get<AttemptResult>(key)) ?? { attempt, outcome: lost, steers: [] });
    await this.payloadStore.drop(key);
  }
}
