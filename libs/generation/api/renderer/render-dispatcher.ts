import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Renderers, type RendererStatus } from '../../domain/renderers.js';
import type { Take } from '../../domain/take.js';
import { ExpiredLeaseReaper } from './expired-lease-reaper.js';
import { TakeLeases } from './take-leases.js';
import { RendererReportRouter } from './renderer-report-router.js';
import { AttemptRequestFactory } from './attempt-request-factory.js';

const LOOK_EVERY_MS = 1_000;
/** Another server gives out takes just now, and may die of it. */
const AGAIN_IN_MS = 100;

/** Gives every renderer that has nothing to do the take whose turn it is; whatever comes of it is RendererReportRouter' affair. */
@Injectable()
export class RenderDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private work: Promise<void> = Promise.resolve();
  private isWaiting = false;
  private isStopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly leases: TakeLeases,
    private readonly orders: AttemptRequestFactory,
    private readonly news: RendererReportRouter,
    private readonly patrol: ExpiredLeaseReaper,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.patrol.start();
    this.renderers.onChange(() => this.wake());
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
    await this.renderers.start(this.news);
    this.wake();
  }

  /** What renders here goes back into the line unharmed; the renderer leaves afterwards. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.work;
    await this.renderers.leave();
  }

  /** Something may wait, or somebody may have nothing to do. */
  wake(): void {
    if (this.isWaiting || this.isStopping) return;
    this.isWaiting = true;
    this.work = this.work.then(() => this.look()).catch(this.failed);
  }

  private readonly failed = (error: unknown): void => {
    this.logger.error('Rendering stumbled', error instanceof Error ? error : new Error(String(error)));
  };

  private async look(): Promise<void> {
    this.isWaiting = false;
    if (this.isStopping || !this.renderers.list().some(({ state }) => state === 'idle')) return;
    const isDone = await this.renderers.withDispatchLock(() => this.dispatchAll());
    if (!isDone) setTimeout(() => this.wake(), AGAIN_IN_MS).unref();
  }

  private async dispatchAll(): Promise<void> {
    const fed = new Set<string>();
    for (const renderer of await this.renderers.idle()) {
      const turnId = this.orders.nextId();
      const take = await this.leases.claim(turnId, renderer.id, this.statuses(fed));
      if (!take) continue;
      fed.add(renderer.id);
      await this.dispatch(renderer, take, turnId);
    }
  }

  /** @param fed those that were given something a moment ago and have not said so yet */
  private statuses(fed: ReadonlySet<string>): RendererStatus[] {
    return this.renderers.list().map((one) => (fed.has(one.id) ? { ...one, idleSince: null } : one));
  }

  private async dispatch(renderer: RendererStatus, take: Take, turnId: string): Promise<void> {
    const order = await this.orders.of(take, turnId);
    if ('outcome' in order) return this.news.onEnd(order);
    const isGiven = await this.renderers.assign(renderer.id, order).catch((error: unknown) => {
      this.failed(error);
      return false;
    });
    if (!isGiven) return this.news.onEnd({ turn: order.turn, outcome: { type: 'returned' }, steers: [] });
    await this.leases.steer(take.id);
  }
}
