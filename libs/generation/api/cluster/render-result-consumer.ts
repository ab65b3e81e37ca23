import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { AttemptResult } from '../../domain/renderers.js';
import type { RenderResultJob } from './render-result-queue.js';
import { resultKey, RESULTS_QUEUE, PREFIX } from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';

const AT_ONCE = 4;
/** A server that dies while it notes an end leaves it to another after so long. */
const LOCK_MS = 5_000;
const LOOK_FOR_STALLED_MS = 3_000;
const STALLED_AT_MOST = 1_000;

/** Takes the ends of turns, of all servers one each, until it is noted. */
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

  private async take({ turn }: RenderResultJob): Promise<void> {
    const key = resultKey(turn.id);
    const lost = { type: 'lost', why: 'what it had rendered was lost on the way', blamesModel: false } as const;
    await this.note((await this.payloadStore.get<AttemptResult>(key)) ?? { turn, outcome: lost, steers: [] });
    await this.payloadStore.drop(key);
  }
}
