import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { HealthProbes } from '@visionary/platform/http';
import { TakeQueued } from '../../domain/events.js';
import { cachesSeenBy, canRender } from '../../domain/renderer-selection.js';
import { Renderers, type RendererStatus } from '../../domain/renderers.js';
import { isSystemTake, type Take } from '../../domain/take.js';
import { AttemptsService } from '../../use-cases/attempts.service.js';
import { QueueChangePublisher } from '../queue-change-publisher.js';
import { AttemptRequestFactory } from './attempt-request-factory.js';
import { RunningAttempts } from './running-attempts.js';

const POLL_INTERVAL_MS = 1_000;
/** Another server dispatches at the moment, and may crash while it does. */
const RETRY_MS = 100;

/** Assigns the next take to every idle renderer. */
@Injectable()
export class RenderDispatcher implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private work: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private isStopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly attempts: AttemptsService,
    private readonly requests: AttemptRequestFactory,
    private readonly running: RunningAttempts,
    private readonly queueChanges: QueueChangePublisher,
    private readonly events: DomainEvents,
    private readonly probes: HealthProbes,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.queueChanges.onChange(() => this.wake());
    this.events.afterCommit(TakeQueued, ({ take }) => {
      if (!isSystemTake(take)) this.preemptSample();
    });
    this.probes.register('renderer', () => this.health());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.running.start();
    this.renderers.onChange(() => this.wake());
    this.timer = setInterval(() => this.wake(), POLL_INTERVAL_MS).unref();
    await this.renderers.start(this.running);
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
  private wake(): void {
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
      const attemptId = randomUUID();
      const take = await this.claim(attemptId, renderer.id, assigned);
      if (!take) continue;
      assigned.add(renderer.id);
      await this.dispatch(renderer, take, attemptId);
    }
  }

  /** @param assigned renderers that got a take and have not reported it yet */
  private claim(attemptId: string, rendererId: string, assigned: ReadonlySet<string>): Promise<Take | null> {
    const all = this.renderers.list().map((one) => (assigned.has(one.id) ? { ...one, idleSince: null } : one));
    return this.attempts.claim(
      attemptId,
      this.config.rendererLeaseMs,
      (running) => cachesSeenBy(rendererId, all, running),
      (model) => canRender(rendererId, all, model),
    );
  }

  private async dispatch(renderer: RendererStatus, take: Take, attemptId: string): Promise<void> {
    const request = await this.requests.of(take, attemptId);
    if ('outcome' in request) return this.attempts.record(request);
    const isAssigned = await this.renderers.assign(renderer.id, request).catch((error: unknown) => {
      this.logFailure(error);
      return false;
    });
    const { attempt } = request;
    if (!isAssigned) return this.attempts.record({ attempt, outcome: { type: 'returned' }, steers: [] });
    await this.running.sendPendingSteers(take.id);
  }

  /**
   * Cancels a rendering sample when a user queues a take and no renderer is idle. The sample returns to the queue. Sent once: a
   * lost message costs the rest of one sample.
   */
  private preemptSample(): void {
    const renderers = this.renderers.list();
    if (renderers.some(({ state }) => state === 'idle')) return;
    const sample = renderers.find(({ attempt }) => attempt !== null && isSystemTake(attempt))?.attempt;
    if (sample) this.renderers.sendCommand({ type: 'cancel', takeId: sample.takeId });
  }

  private health(): 'ready' | 'starting' | 'unavailable' {
    const states = this.renderers.list().map(({ state }) => state);
    if (states.some((state) => state === 'idle' || state === 'rendering')) return 'ready';
    return states.includes('starting') ? 'starting' : 'unavailable';
  }
}
