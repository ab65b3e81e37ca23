import { deserialize, serialize } from 'node:v8';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { AttemptRequest, AttemptResult, RenderAttempt } from '../../domain/renderers.js';
import {
  attemptQueueOf,
  PAYLOAD_TTL_MS,
  QUEUE_OPTIONS,
  requestKey,
  RESULTS_QUEUE,
  resultKey,
} from './redis-protocol.js';

/** Stored in the job, so that a lost payload can still be attributed. */
interface AttemptJob {
  readonly attempt: RenderAttempt;
}

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

/** The queues of renderers, one take each. Fails at once while Redis is unavailable. */
export class RendererQueues {
  private readonly queues = new Map<string, Queue<AttemptJob>>();
  private readonly payloads: PayloadStore;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {
    this.payloads = new PayloadStore(redis);
  }

  async isEmpty(rendererId: string): Promise<boolean> {
    return (await this.of(rendererId).getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) === 0;
  }

  async add(rendererId: string, request: AttemptRequest): Promise<void> {
    const { id } = request.attempt;
    await this.payloads.put(requestKey(this.prefix, id), request);
    await this.of(rendererId).add(
      'attempt',
      { attempt: request.attempt },
      { jobId: id, removeOnComplete: true, removeOnFail: true },
    );
  }

  /** Attempts that a lost renderer left: started ones, and ones it had not seen. */
  async attemptsLeftBy(
    rendererId: string,
  ): Promise<{ readonly started: RenderAttempt[]; readonly unseen: RenderAttempt[] }> {
    const queue = this.of(rendererId);
    const attemptsIn = async (...states: ('active' | 'waiting' | 'delayed' | 'prioritized')[]) =>
      (await queue.getJobs(states)).filter((job) => job !== undefined).map(({ data }) => data.attempt);
    return { started: await attemptsIn('active'), unseen: await attemptsIn('waiting', 'delayed', 'prioritized') };
  }

  /** Removes a started attempt, for the renderer that never got it. */
  async remove(rendererId: string, attemptId: string): Promise<void> {
    const queue = this.of(rendererId);
    await this.redis.del(queue.toKey(`${attemptId}:lock`));
    await queue.remove(attemptId);
  }

  async drop(rendererId: string): Promise<void> {
    await this.of(rendererId).obliterate({ force: true });
    await this.queues.get(rendererId)?.close();
    this.queues.delete(rendererId);
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private of(rendererId: string): Queue<AttemptJob> {
    const existing = this.queues.get(rendererId);
    if (existing) return existing;
    const options = { connection: this.redis, prefix: this.prefix, ...QUEUE_OPTIONS };
    const queue = new Queue<AttemptJob>(attemptQueueOf(rendererId), options);
    queue.on('error', () => undefined);
    this.queues.set(rendererId, queue);
    return queue;
  }
}

const RETRY_MS = 1_000;
/** Retries for days: an unavailable database costs no image. */
const MAX_TRIES = 1_000_000;

/** Queue of attempt results, from renderers to servers. */
export class RenderResultQueue {
  private readonly queue: Queue<AttemptJob>;
  private readonly payloads: PayloadStore;

  /** @param redis waits for Redis in a renderer, and fails at once in a server */
  constructor(
    redis: Redis,
    private readonly prefix: string,
  ) {
    this.queue = new Queue(RESULTS_QUEUE, { connection: redis, prefix, ...QUEUE_OPTIONS });
    this.queue.on('error', () => undefined);
    this.payloads = new PayloadStore(redis);
  }

  /** @returns once Redis has it */
  async send(result: AttemptResult): Promise<void> {
    const { attempt } = result;
    await this.payloads.put(resultKey(this.prefix, attempt.id), result);
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
  async unrecordedTakeIds(): Promise<string[]> {
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
  private readonly worker: Worker<AttemptJob>;
  private readonly payloads: PayloadStore;

  /** @param record rejects to retry */
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly record: (end: AttemptResult) => Promise<void>,
    onFailed: (error: Error) => void,
  ) {
    this.payloads = new PayloadStore(redis);
    this.worker = new Worker<AttemptJob>(RESULTS_QUEUE, ({ data }) => this.process(data), {
      connection: redis,
      prefix,
      concurrency: CONCURRENCY,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_INTERVAL_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.worker.on('failed', (_job, error) => onFailed(error)).on('error', () => undefined);
  }

  /** Finishes current results if Redis is available; otherwise the worker would wait forever. */
  async close(): Promise<void> {
    await this.worker.close(this.redis.status !== 'ready');
  }

  private async process({ attempt }: AttemptJob): Promise<void> {
    const key = resultKey(this.prefix, attempt.id);
    const lost = { type: 'lost', why: 'its result was lost in Redis', blamesModel: false } as const;
    await this.record((await this.payloads.get<AttemptResult>(key)) ?? { attempt, outcome: lost, steers: [] });
    await this.payloads.drop(key);
  }
}
