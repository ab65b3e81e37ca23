import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Renderers, type RendererStatus } from '../../domain/renderers.js';
import type { Take } from '../../domain/take.js';
import { AttemptRequestFactory } from './attempt-request-factory.js';
import { RendererReportRouter } from './renderer-report-router.js';
import { TakeLeases } from './take-leases.js';

const POLL_INTERVAL_MS = 1_000;
/** Another server dispatches at the moment, and may crash while it does. */
const RETRY_MS = 100;

/** Assigns the next take to every idle renderer. */
@Injectable()
export class RenderDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private work: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private isStopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly leases: TakeLeases,
    private readonly requests: AttemptRequestFactory,
    private readonly reports: RendererReportRouter,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.leases.start();
    this.renderers.onChange(() => this.wake());
    this.timer = setInterval(() => this.wake(), POLL_INTERVAL_MS).unref();
    await this.renderers.start(this.reports);
    this.wake();
  }

  /** Returns rendering takes to the queue before the renderer stops. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.work;
    await this.renderers.leave();
  }

  /** Called when a take may wait, or a renderer may be idle. */
  wake(): void {
    if (this.isScheduled || this.isStopping) return;
    this.isScheduled = true;
    this.work = this.work.then(() => this.run()).catch(this.logFailure);
  }

  private readonly logFailure = (error: unknown): void => {
    this.logger.error('Takes could not be dispatched', error instanceof Error ? error : new Error(String(error)));
  };

  private async run(): Promise<void> {
    this.isScheduled = false;
    if (this.isStopping || !this.renderers.list().some(({ state }) => state === 'idle')) return;
    const hadLock = await this.renderers.withDispatchLock(() => this.dispatchAll());
    if (!hadLock) setTimeout(() => this.wake(), RETRY_MS).unref();
  }

  private async dispatchAll(): Promise<void> {
    const assigned = new Set<string>();
    for (const renderer of await this.renderers.idle()) {
      const attemptId = this.requests.nextId();
      const take = await this.leases.claim(attemptId, renderer.id, this.statuses(assigned));
      if (!take) continue;
      assigned.add(renderer.id);
      await this.dispatch(renderer, take, attemptId);
    }
  }

  /** @param assigned renderers that got a take and have not reported it yet */
  private statuses(assigned: ReadonlySet<string>): RendererStatus[] {
    return this.renderers.list().map((one) => (assigned.has(one.id) ? { ...one, idleSince: null } : one));
  }

  private async dispatch(renderer: RendererStatus, take: Take, attemptId: string): Promise<void> {
    const request = await this.requests.of(take, attemptId);
    if ('outcome' in request) return this.reports.onEnd(request);
    const isAssigned = await this.renderers.assign(renderer.id, request).catch((error: unknown) => {
      this.logFailure(error);
      return false;
    });
    if (!isAssigned) return this.reports.onEnd({ attempt: request.attempt, outcome: { type: 'returned' }, steers: [] });
    await this.leases.sendPendingSteers(take.id);
  }
}
