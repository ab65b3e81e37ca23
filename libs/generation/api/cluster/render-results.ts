import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RenderAttempt, AttemptResult } from '../../domain/renderers.js';
import { resultKey, RESULTS_QUEUE, QUEUES, PREFIX } from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';

/** Beside the parcel, so that what is lost can still be named. */
export interface RenderResultJob {
  readonly attempt: RenderAttempt;
}

const AGAIN_MS = 1_000;
/** For days: a database that is away does not cost an image. */
const ATTEMPTS = 1_000_000;

/** Where renderers leave the ends of their attempts until a server has noted them. */
export class RenderResultQueue {
  private readonly queue: Queue<RenderResultJob>;
  private readonly payloadStore: PayloadStore;

  /** @param line waits for Redis rather than fail where a renderer posts; fails at once where a server only looks */
  constructor(line: Redis) {
    this.queue = new Queue(RESULTS_QUEUE, { connection: line, ...QUEUES });
    this.queue.on('error', () => undefined);
    this.payloadStore = new PayloadStore(line);
  }

  /** @returns when Redis has it. */
  async send(end: AttemptResult): Promise<void> {
    const { attempt } = end;
    await this.payloadStore.put(resultKey(attempt.id), end);
    await this.queue.add(
      'end',
      { attempt },
      {
        jobId: attempt.id,
        attempts: ATTEMPTS,
        backoff: { type: 'fixed', delay: AGAIN_MS },
        ...{ removeOnComplete: true, removeOnFail: true },
      },
    );
  }

  /** Takes whose end is there and not noted yet. */
  async waiting(): Promise<string[]> {
    const jobs = await this.queue.getJobs(['waiting', 'active', 'delayed', 'prioritized']);
    return jobs.filter((job) => job !== undefined).map(({ data }) => data.attempt.takeId);
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

const AT_ONCE = 4;
/** A server that dies while it notes an end leaves it to another after so long. */
const LOCK_MS = 5_000;
const LOOK_FOR_STALLED_MS = 3_000;
const STALLED_AT_MOST = 1_000;

/** Takes the ends of attempts, of all servers one each, until it is noted. */
export class RenderResultConsumer {
  private readonly worker: Worker<RenderResultJob>;
  private readonly payloadStore: PayloadStore;

  /** @param note rejects when it shall be tried again */
  constructor(
    private readonly line: Redis,
    private readonly note: (end: AttemptResult) => Promise<void>,
    failed: (error: Error) => void,
  ) {
    this.payloadStore = new PayloadStore(line);
    this.worker = new Worker<RenderResultJob>(RESULTS_QUEUE, ({ data }) => this.take(data), {
      connection: line,
      prefix: PREFIX,
      concurrency: AT_ONCE,
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_STALLED_MS,
      maxStalledCount: STALLED_AT_MOST,
    });
    this.worker.on('failed', (_job, error) => failed(error)).on('error', () => undefined);
  }

  /** What is being noted is noted first, where Redis is there to hear of it; without it the worker would wait for ever. */
  async close(): Promise<void> {
    await this.worker.close(this.line.status !== 'ready');
  }

  private async take({ attempt }: RenderResultJob): Promise<void> {
    const key = resultKey(attempt.id);
    const lost = { type: 'lost', why: 'what it had rendered was lost on the way', blamesModel: false } as const;
    await this.note((await this.payloadStore.get<AttemptResult>(key)) ?? { attempt, outcome: lost, steers: [] });
    await this.payloadStore.drop(key);
  }
}
