import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RenderTurn, TurnEnd } from '../../domain/renderers.js';
import { endKey, ENDS_QUEUE, QUEUES } from './names.js';
import { Parcels } from './parcels.js';

/** Beside the parcel, so that what is lost can still be named. */
export interface EndJob {
  readonly turn: RenderTurn;
}

const AGAIN_MS = 1_000;
/** For days: a database that is away does not cost a picture. */
const ATTEMPTS = 1_000_000;

/** Where renderers leave the ends of their turns until a server has noted them. */
export class EndPost {
  private readonly queue: Queue<EndJob>;
  private readonly parcels: Parcels;

  /** @param line waits for Redis rather than fail where a renderer posts; fails at once where a server only looks */
  constructor(line: Redis) {
    this.queue = new Queue(ENDS_QUEUE, { connection: line, ...QUEUES });
    this.queue.on('error', () => undefined);
    this.parcels = new Parcels(line);
  }

  /** @returns when Redis has it. */
  async send(end: TurnEnd): Promise<void> {
    const { turn } = end;
    await this.parcels.put(endKey(turn.id), end);
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
