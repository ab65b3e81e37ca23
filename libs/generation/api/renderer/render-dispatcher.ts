import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Provider } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { HealthProbes } from '@visionary/platform/http';
import { TakeCancelRequested, TakeQueued, TakeSteerRequested, TakeStopRequested } from '../../domain/events.js';
import { fastestFirst, providerOf } from '../../domain/renderer-selection.js';
import type { AppliedSteer } from '../../domain/renderer-protocol.js';
import {
  type AttemptProgress,
  type AttemptResult,
  type RenderAttempt,
  Renderers,
  type RenderersListener,
  type RendererStatus,
} from '../../domain/renderers.js';
import { isBackgroundTake, type RequestedSteer, type Take } from '../../domain/take.js';
import { AttemptsService } from '../../use-cases/attempts.service.js';
import { QueueService } from '../../use-cases/queue.service.js';
import { TakeCommandsService } from '../../use-cases/take-commands.service.js';
import { QueueBroadcaster } from '../queue-broadcaster.js';
import { QueueChangePublisher } from '../queue-change-publisher.js';
import { AttemptRequestFactory } from './attempt-request-factory.js';
import { FrameStream } from './frame-stream.js';

/** Of so many of the oldest waiting takes it is estimated on which renderer they end first. */
const MAX_COMPARED = 100;
const POLL_INTERVAL_MS = 1_000;
/** Another server dispatches at the moment, and may crash while it does. */
const RETRY_MS = 100;
const RENEWALS_PER_LEASE = 3;

/**
 * Assigns the next take to every idle renderer, and follows each attempt until its end: sends commands of users to the renderer,
 * its frames to viewers, and its steers and results to the database. Renews leases after heartbeats, and reclaims expired ones.
 */
@Injectable()
export class RenderDispatcher
  implements RenderersListener, OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger('Takes');
  private readonly timers: NodeJS.Timeout[] = [];
  private currentDispatch: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private isStopping = false;
  private lastSteerRecording: Promise<void> = Promise.resolve();
  private readonly renewedAtMs = new Map<string, number>();

  constructor(
    private readonly renderers: Renderers,
    private readonly attempts: AttemptsService,
    private readonly commands: TakeCommandsService,
    private readonly queue: QueueService,
    private readonly requests: AttemptRequestFactory,
    private readonly frames: FrameStream,
    private readonly queueChanges: QueueChangePublisher,
    private readonly queueBroadcaster: QueueBroadcaster,
    private readonly events: DomainEvents,
    private readonly probes: HealthProbes,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { events, renderers } = this;
    this.queueChanges.onChange(() => this.scheduleDispatch());
    events.afterCommit(TakeQueued, ({ take }) => {
      if (!isBackgroundTake(take)) this.preemptSample();
    });
    events.afterCommit(TakeCancelRequested, ({ takeId }) => renderers.sendCommand({ type: 'cancel', takeId }));
    events.afterCommit(TakeStopRequested, ({ takeId }) => renderers.sendCommand({ type: 'stop', takeId }));
    events.afterCommit(TakeSteerRequested, ({ steer }) => this.sendSteer(steer));
    this.probes.register('renderer', () => this.health());
    this.probes.register('providers', () => providersOf(this.renderers.list()));
  }

  async onApplicationBootstrap(): Promise<void> {
    const { mode, rendererEnabled, rendererLeaseMs } = this.config;
    // A single node reclaims all rendering takes, which a former process left.
    if (mode === 'embedded' && rendererEnabled) await this.attempts.reclaimExpired(new Set(), true);
    this.renderers.onChange(() => this.scheduleDispatch());
    this.every(POLL_INTERVAL_MS, () => this.scheduleDispatch());
    this.every(rendererLeaseMs / 2, () => void this.reclaimExpired());
    await this.renderers.start(this);
    this.scheduleDispatch();
  }

  /** Returns rendering takes to the queue before the renderer stops. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.currentDispatch;
    await this.renderers.leave();
  }

  onReport(attempt: RenderAttempt, report: AttemptProgress): void {
    switch (report.type) {
      case 'loading':
        if (report.fetching) return this.frames.sendDownloadProgress(attempt, report.fetching);
        return this.queueBroadcaster.onLoading(attempt.takeId);
      case 'loaded':
        return this.queueBroadcaster.onLoaded(attempt.takeId);
      case 'step': {
        const { type: _type, smaller, ...step } = report;
        return this.frames.send({ roomId: attempt.roomId, ...step }, attempt.authorId, smaller);
      }
      case 'steered':
        return this.recordSteer(attempt, report);
      default:
        return report satisfies never;
    }
  }

  onEnd(result: AttemptResult): Promise<void> {
    return this.attempts.record(result);
  }

  /** Renews the lease, and repeats commands that may have been lost. */
  onLeaseRenewed(attempt: RenderAttempt): void {
    const leaseMs = this.config.rendererLeaseMs;
    const now = performance.now();
    const sinceRenewal = now - (this.renewedAtMs.get(attempt.id) ?? -Infinity);
    if (sinceRenewal < leaseMs / RENEWALS_PER_LEASE) return;
    for (const [id, at] of this.renewedAtMs) if (now - at > leaseMs) this.renewedAtMs.delete(id);
    this.renewedAtMs.set(attempt.id, now);
    this.renew(attempt).catch((error: unknown) => {
      this.renewedAtMs.delete(attempt.id);
      this.logger.warn('A lease could not be renewed', { takeId: attempt.takeId }, error);
    });
  }

  /** Called when a take may wait, or a renderer may be idle. */
  private scheduleDispatch(): void {
    if (this.isScheduled || this.isStopping) return;
    this.isScheduled = true;
    this.currentDispatch = this.currentDispatch.then(() => this.run()).catch(this.logFailure);
  }

  private readonly logFailure = (error: unknown): void => {
    this.logger.error('Takes could not be dispatched', error instanceof Error ? error : new Error(String(error)));
  };

  private async run(): Promise<void> {
    this.isScheduled = false;
    if (this.isStopping || !this.renderers.list().some(({ state }) => state === 'idle')) return;
    const hadLock = await this.renderers.withDispatchLock(() => this.dispatchAll());
    if (!hadLock) setTimeout(() => this.scheduleDispatch(), RETRY_MS).unref();
  }

  private async dispatchAll(): Promise<void> {
    const assigned = new Map<string, RenderAttempt>();
    for (const renderer of fastestFirst(await this.renderers.idle())) {
      const attemptId = randomUUID();
      const take = await this.claim(attemptId, renderer.id, assigned);
      const attempt = take && (await this.dispatch(renderer, take, attemptId));
      if (attempt) assigned.set(renderer.id, attempt);
    }
  }

  /** @param assigned of renderers that got a take and have not reported it yet */
  private claim(
    attemptId: string,
    rendererId: string,
    assigned: ReadonlyMap<string, RenderAttempt>,
  ): Promise<Take | null> {
    const renderers = this.renderers.list().map((one): RendererStatus => {
      const attempt = assigned.get(one.id);
      return attempt ? { ...one, state: 'rendering', idleSince: null, attempt } : one;
    });
    return this.attempts.claim(
      attemptId,
      this.config.rendererLeaseMs,
      (backlog) => this.queue.viewOf(rendererId, renderers, backlog),
      renderers.length > 1 ? MAX_COMPARED : 0,
    );
  }

  /** @returns the attempt if the renderer got it */
  private async dispatch(renderer: RendererStatus, take: Take, attemptId: string): Promise<RenderAttempt | null> {
    const request = await this.requests.of(take, attemptId, providerOf(renderer));
    if ('outcome' in request) {
      await this.attempts.record(request);
      return null;
    }
    const isAssigned = await this.renderers.assign(renderer.id, request).catch((error: unknown) => {
      this.logFailure(error);
      return false;
    });
    const { attempt } = request;
    if (!isAssigned) {
      await this.attempts.record({ attempt, outcome: { type: 'returned' }, steers: [] });
      return null;
    }
    await this.sendPendingSteers(take.id);
    return attempt;
  }

  /**
   * Cancels a rendering sample when a user queues a take and no renderer is idle. The sample returns to the queue. Sent once: a
   * lost message costs the rest of one sample.
   */
  private preemptSample(): void {
    const renderers = this.renderers.list();
    // A lent renderer may not render it.
    if (renderers.some(({ state, lender }) => state === 'idle' && !lender)) return;
    const sample = renderers.find(({ attempt }) => attempt !== null && isBackgroundTake(attempt))?.attempt;
    if (sample) this.renderers.sendCommand({ type: 'cancel', takeId: sample.takeId });
  }

  /** Sends steers that were requested and are not applied yet. */
  private async sendPendingSteers(takeId: string): Promise<void> {
    for (const steer of await this.commands.pendingSteers(takeId)) this.sendSteer(steer);
  }

  private sendSteer({ takeId, id: steerId, prompt, negative }: RequestedSteer): void {
    this.renderers.sendCommand({ type: 'steer', takeId, steerId, prompt, negative });
  }

  /** Serialized: of several steers at the same step the last recorded one applies. */
  private recordSteer({ id, takeId }: RenderAttempt, steer: AppliedSteer): void {
    this.lastSteerRecording = this.lastSteerRecording
      .then(() => this.attempts.recordSteer(takeId, id, steer))
      .then(
        () => undefined,
        // The result of the attempt repeats all steers.
        (error: unknown) => this.logger.warn('A steer could not be recorded', { takeId }, error),
      );
  }

  private async renew(attempt: RenderAttempt): Promise<void> {
    const { takeId } = attempt;
    const state = await this.attempts.renewLease(takeId, attempt.id, this.config.rendererLeaseMs);
    switch (state) {
      case 'held':
        return this.sendPendingSteers(takeId);
      case 'stopRequested':
        return this.renderers.sendCommand({ type: 'stop', takeId });
      case 'cancelRequested':
        return this.renderers.sendCommand({ type: 'cancel', takeId });
      case 'lost':
        this.logger.warn('A renderer has a take whose lease it lost', { takeId });
        return this.renderers.release(attempt);
      default:
        return state satisfies never;
    }
  }

  private async reclaimExpired(): Promise<void> {
    try {
      const assigned = await this.renderers.assignedTakes();
      if (assigned) await this.attempts.reclaimExpired(assigned);
    } catch (error) {
      this.logger.error('Expired leases could not be reclaimed', error);
    }
  }

  private every(ms: number, callback: () => void): void {
    this.timers.push(setInterval(callback, ms).unref());
  }

  private health(): 'ready' | 'starting' | 'unavailable' {
    const states = this.renderers.list().map(({ state }) => state);
    if (states.some((state) => state === 'idle' || state === 'rendering')) return 'ready';
    return states.includes('starting') ? 'starting' : 'unavailable';
  }
}

const providersOf = (renderers: readonly RendererStatus[]): Provider[] => {
  const ready = renderers.filter(({ state }) => state === 'idle' || state === 'rendering');
  return [...new Set(ready.map(providerOf))].sort();
};
