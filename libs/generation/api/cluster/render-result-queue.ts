import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RenderAttempt, AttemptResult } from '../../domain/renderers.js';
import { resultKey, RESULTS_QUEUE, QUEUES } from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';

/** Beside the parcel, so that what is lost can still be named. */
export interface RenderResultJob {
  readonly turn: RenderAttempt;
}

const AGAIN_MS = 1_000;
/** For days: a database that is away does not cost an image. */
const ATTEMPTS = 1_000_000;

/** Where renderers leave the ends of their turns until a server has noted them. */
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
    const { turn } = end;
    await this.payloadStore.put(resultKey(turn.id), end);
    await this.queue.add(
      'end',
      { turn },
      {
        jobId: turn.id,
        attempts: ATTEMPTS,
        backoff: { type: 'fixed', delay: AGAIN_MS },
        ...{ removeOnComplete: true, removeOnFail: true },
      },
    );
  }

  /** Takes whose end is there and not noted yet. */
  async waiting(): Promise<string[]> {
    const jobs = await this.queue.getJobs(['waiting', 'active', 'delayed', 'prioritized']);
    return jobs.filter((job) => job !== undefined).map(({ data }) => data.turn.takeId);
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}
