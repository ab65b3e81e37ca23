import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { isSystemTake } from '../domain/system-takes.js';
import { RenderTimings } from '../domain/render-timings.js';
import { LatestPreviews } from '../domain/latest-previews.js';
import { estimateQueueTail, type QueueEstimate, estimateQueue } from '../domain/queue-estimates.js';
import { Renderers } from '../domain/renderers.js';
import { TakeQueue } from '../domain/take-queue.js';
import { TURNS_REMEMBERED_MS } from './claim-next-take.js';

/** Behind so many waiting takes the time to start is not estimated; the position is exact. */
const ESTIMATED_AT_MOST = 1_000;

/** Where every waiting and rendering take stands, over all rooms. */
@Injectable()
export class ReadQueue {
  constructor(
    private readonly takeQueue: TakeQueue,
    private readonly renderers: Renderers,
    private readonly renderTimings: RenderTimings,
    private readonly previews: LatestPreviews,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<QueueEstimate[]> {
    const now = this.clock.now();
    const { waiting: all, running } = await this.takeQueue.backlog(ESTIMATED_AT_MOST);
    // Nobody waits for what the house renders for itself, until it renders.
    const waiting = all.filter((take) => !isSystemTake(take));
    const served = waiting.length > 1 ? await this.takeQueue.lastServed(now - TURNS_REMEMBERED_MS) : [];
    const msLeft = (takeId: string) => this.previews.msLeft(takeId, now);
    const renderers = this.renderers.list();
    return estimateQueue({ running, waiting, served, renderers, now, msLeft }, this.renderTimings);
  }

  /** Where one more take would stand behind these. */
  endOf(places: readonly QueueEstimate[]): ReturnType<typeof estimateQueueTail> {
    return estimateQueueTail(places, this.renderers.list().filter(({ state }) => state !== 'unavailable').length);
  }
}
