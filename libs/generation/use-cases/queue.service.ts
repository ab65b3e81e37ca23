import type { TakeStatus } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { LatestFrames } from '../domain/latest-frames.js';
import { estimateQueue, estimateQueueTail, type QueueEstimate } from '../domain/queue-estimates.js';
import type { MeasuredTake } from '../domain/image-work.js';
import { type DeviceTimings, RenderTimings } from '../domain/render-timings.js';
import { cachesFor, planRenderers, type RenderersNow } from '../domain/planned-renderers.js';
import { Renderers, type RendererStatus } from '../domain/renderers.js';
import type { Backlog, RendererView, RunningTake } from '../domain/scheduling-policy.js';
import { isBackgroundTake } from '../domain/take.js';
import { SqlTakeQueue } from '../storage/sql-take-queue.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { EligibleRenderers } from './eligible-renderers.js';

/** A user without a take for this long counts as never served. */
export const SERVED_MEMORY_MS = 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const DAY_HOURS = 24;
/** Takes behind this position get no estimated start; their position is exact. */
const MAX_ESTIMATED = 1_000;
/** Finished takes that timings are read from at startup. */
const RECALLED_TAKES = 50;

/** Reads the queue of all rooms, and measures renders for its estimates. */
@Injectable()
export class QueueService {
  constructor(
    private readonly takeQueue: SqlTakeQueue,
    private readonly takes: SqlTakes,
    private readonly renderers: Renderers,
    private readonly renderTimings: RenderTimings,
    private readonly frames: LatestFrames,
    private readonly eligible: EligibleRenderers,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Positions and estimates of all waiting and rendering takes. Samples count once they render. */
  async estimate(): Promise<QueueEstimate[]> {
    const now = this.clock.now();
    const { waiting: all, running } = await this.takeQueue.backlog(MAX_ESTIMATED);
    const waiting = all.filter((take) => !isBackgroundTake(take));
    const served = waiting.length > 1 ? await this.takeQueue.lastServed(now - SERVED_MEMORY_MS) : [];
    const renderers = this.renderers.list();
    const mayRender = await this.eligible.among(renderers, waiting);
    const state = { ...this.renderersNow(renderers, running, now), waiting, served, mayRender };
    const estimates = estimateQueue({ ...state, hasOwnRenderers: this.hasOwnRenderers }, this.renderTimings);
    if (this.hasOwnRenderers && renderers.every(({ state: one }) => one === 'unavailable')) return estimates;
    const reasons = await this.eligible.whyWaiting(renderers, waiting, mayRender);
    return estimates.map((estimate) => ({ ...estimate, waitReason: reasons.get(estimate.takeId) }));
  }

  /** What a renderer that asks for a take may render, and what else decides which take is next for it. */
  async viewOf(
    rendererId: string,
    renderers: readonly RendererStatus[],
    { waiting, running }: Backlog,
  ): Promise<RendererView> {
    const now = this.clock.now();
    const mayRender = await this.eligible.among(renderers, waiting);
    const planned = planRenderers(this.renderersNow(renderers, running, now), this.renderTimings);
    const asking = planned.find(({ id }) => id === rendererId);
    return {
      suitable: waiting.filter((take) => mayRender(rendererId, take)),
      caches: asking ? cachesFor(asking, planned, now, mayRender) : { own: [], others: [] },
    };
  }

  private renderersNow(
    renderers: readonly RendererStatus[],
    running: readonly RunningTake[],
    now: number,
  ): RenderersNow {
    const reported = (takeId: string) => this.frames.estimateOf(takeId, now);
    return { renderers, running, now, reported, loadOf: (takeId) => this.frames.loadOf(takeId) };
  }

  /** The position that a new take would get. Who may use lent renderers differs, so they count where there are no others. */
  tailOf(queue: readonly QueueEstimate[]): ReturnType<typeof estimateQueueTail> {
    const available = this.renderers.list().filter(({ state }) => state !== 'unavailable');
    const own = available.filter(({ lender }) => !lender).length;
    return estimateQueueTail(queue, own || available.length || (this.hasOwnRenderers ? 1 : 0));
  }

  private get hasOwnRenderers(): boolean {
    return this.config.mode !== 'embedded' || this.config.rendererEnabled;
  }

  count(): Promise<{ readonly waiting: number; readonly rendering: number }> {
    return this.takeQueue.count();
  }

  isUserWaiting(): Promise<boolean> {
    return this.takeQueue.isUserWaiting();
  }

  countByStatus(): Promise<Record<TakeStatus, number>> {
    return this.takeQueue.countsByStatus();
  }

  /** Takes that started in each of the last 24 hours, oldest first. */
  async activity(): Promise<{ readonly since: number; readonly takesPerHour: number[] }> {
    const since = this.clock.now() - DAY_HOURS * HOUR_MS;
    const started = await this.takeQueue.startedPerHour(since);
    return { since, takesPerHour: Array.from({ length: DAY_HOURS }, (_, hour) => started.get(hour) ?? 0) };
  }

  /** Reads timings of former takes, oldest first, so that the newest weigh most. */
  async recallTimings(): Promise<void> {
    for (const take of (await this.takes.measuredTakes(RECALLED_TAKES)).reverse()) {
      this.recordTiming(take);
      const { model: modelName, loras = [], vae } = take.settings;
      const parts = { loras, ...(vae && { vae: vae.id }) };
      if (take.loadMs) this.timingsOf(take).loads.record({ modelName, ...parts, loadMs: take.loadMs });
    }
  }

  recordTiming(take: MeasuredTake): void {
    this.timingsOf(take).steps.record(take);
  }

  private timingsOf({ renderedOn = { provider: 'cpu' }, lentBy }: MeasuredTake): DeviceTimings {
    return this.renderTimings.on({ ...renderedOn, lentBy });
  }
}
