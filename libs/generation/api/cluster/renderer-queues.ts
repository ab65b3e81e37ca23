import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RenderAttempt, AttemptRequest } from '../../domain/renderers.js';
import { requestKey, QUEUES, attemptQueueOf } from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';

interface AttemptJob {
  readonly attempt: RenderAttempt;
}

/** The queues of renderers, one take each. Fails at once while Redis is unavailable. */
export class RendererQueues {
  private readonly queues = new Map<string, Queue<AttemptJob>>();
  private readonly payloadStore: PayloadStore;

  constructor(private readonly redis: Redis) {
    this.payloadStore = new PayloadStore(redis);
  }

  async isEmpty(rendererId: string): Promise<boolean> {
    return (await this.of(rendererId).getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) === 0;
  }

  async add(rendererId: string, request: AttemptRequest): Promise<void> {
    const { id } = request.attempt;
    await this.payloadStore.put(requestKey(id), request);
    await this.of(rendererId).add(
      'attempt',
      { attempt: request.attempt },
      { jobId: id, removeOnComplete: true, removeOnFail: true },
    );
  }

  /** Attempts that a lost renderer left: started ones, and ones it had not seen. */
  async leftBy(rendererId: string): Promise<{ readonly started: RenderAttempt[]; readonly unseen: RenderAttempt[] }> {
    const queue = this.of(rendererId);
    const attemptsIn = async (...states: ('active' | 'waiting' | 'delayed' | 'prioritized')[]) =>
      (await queue.getJobs(states)).filter((job) => job !== undefined).map(({ data }) => data.attempt);
    return { started: await attemptsIn('active'), unseen: await attemptsIn('waiting', 'delayed', 'prioritized') };
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
    const known = this.queues.get(rendererId);
    if (known) return known;
    const queue = new Queue<AttemptJob>(attemptQueueOf(rendererId), { connection: this.redis, ...QUEUES });
    queue.on('error', () => undefined);
    this.queues.set(rendererId, queue);
    return queue;
  }
}
