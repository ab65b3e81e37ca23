import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { TurnEnd } from '../../domain/renderers.js';
import type { EndJob } from './end-post.js';
import { endKey, ENDS_QUEUE, PREFIX } from './names.js';
import { Parcels } from './parcels.js';

const AT_ONCE = 4;
/** A server that dies while it notes an end leaves it to another after so long. */
const LOCK_MS = 5_000;
const LOOK_FOR_STALLED_MS = 3_000;
const STALLED_AT_MOST = 1_000;

/** Takes the ends of turns, of all servers one each, until it is noted. */
export class EndDesk {
  private readonly worker: Worker<EndJob>;
  private readonly parcels: Parcels;

  /** @param note rejects when it shall be tried again */
  constructor(
    private readonly line: Redis,
    private readonly note: (end: TurnEnd) => Promise<void>,
    failed: (error: Error) => void,
  ) {
    this.parcels = new Parcels(line);
    this.worker = new Worker<EndJob>(ENDS_QUEUE, ({ data }) => this.take(data), {
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

  private async take({ turn }: EndJob): Promise<void> {
    const key = endKey(turn.id);
    const lost = { type: 'lost', why: 'what it had rendered was lost on the way', isModels: false } as const;
    await this.note((await this.parcels.get<TurnEnd>(key)) ?? { turn, outcome: lost, steers: [] });
    await this.parcels.drop(key);
  }
}
