import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import { Bus, type RedisConnections } from '@visionary/platform/bus';
import { Worker } from 'bullmq';
import type { RenderAttempt, AttemptResult, AttemptRequest, AttemptProgress } from '../../domain/renderers.js';
import type { LocalRenderWorker } from '../renderer/local-render-worker.js';
import { RenderResultQueue } from './render-results.js';
import * as names from './redis-protocol.js';
import { PayloadStore } from './payload-store.js';
import { FrameSubscribers } from './frame-subscribers.js';
import { withTimeout } from './with-timeout.js';

const LOOK_EVERY_MS = 1_000;
/** Nobody else takes from a renderer's own queue, so a lock that runs out under a long take would help nobody. */
const LOCK_MS = 24 * 60 * 60_000;
const FREE_AT_LAST_MS = 2_000;
const LEAVE_WITHIN_MS = 3_000;

/** The renderer of this machine as servers elsewhere see it: its own queue, its hellos, its reports, its ends. */
export class RedisRenderWorker {
  private readonly logger = new Logger('Renderer');
  private readonly id = randomUUID();
  private readonly interest = new FrameSubscribers();
  private readonly payloadStore: PayloadStore;
  private readonly ends: RenderResultQueue;
  private worker: Worker<unknown> | undefined;
  /** Also while its end waits for Redis. */
  private busy: RenderAttempt | null = null;
  private settle: (end: AttemptResult) => void = () => {};
  private timer: NodeJS.Timeout | undefined;
  private isLeaving = false;
  private saidHelloAtMs = -Infinity;
  private models: readonly string[] = [];

  constructor(
    private readonly local: LocalRenderWorker,
    private readonly bus: Bus,
    private readonly redis: RedisConnections,
  ) {
    this.payloadStore = new PayloadStore(redis.patient);
    this.ends = new RenderResultQueue(redis.patient);
  }

  async start(): Promise<void> {
    this.models = await this.local.models();
    this.listen();
    this.local.start({
      onChange: () => this.hello(),
      onReport: (attempt, report) => this.say(attempt, report),
      onEnd: (end) => this.settle(end),
    });
    this.worker = new Worker(names.attemptQueueOf(this.id), ({ id = '' }) => this.render(id), {
      ...{ connection: this.redis.patient, prefix: names.PREFIX, concurrency: 1 },
      // A lock that holds all day needs no renewing, and a timer for it would outlive a worker that finds no Redis to leave.
      ...{ lockDuration: LOCK_MS, skipLockRenewal: true, skipStalledCheck: true },
    });
    this.worker.on('completed', ({ id }) => this.free(id)).on('error', () => undefined);
    this.worker.on('failed', (_job, error) => this.logger.error('An request could not be followed', error));
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Gives back what it has. @returns when servers can know of it; after some seconds anyway */
  async leave(): Promise<void> {
    clearInterval(this.timer);
    this.isLeaving = true;
    this.local.leave();
    const isRedisDown = this.redis.patient.status !== 'ready';
    await withTimeout(LEAVE_WITHIN_MS, this.worker?.close(isRedisDown) ?? Promise.resolve());
    this.bus.publish(names.RENDERER_LEFT_TOPIC, this.id);
    await withTimeout(LEAVE_WITHIN_MS, this.redis.commands.del(names.aliveKey(this.id)));
  }

  private listen(): void {
    const { bus, local } = this;
    bus.subscribe<names.CommandMessage>(names.COMMAND_TOPIC, (telling) =>
      'command' in telling ? local.tell(telling.command) : local.abandon(telling.abandon),
    );
    bus.subscribe<names.FrameInterest>(names.FRAME_INTEREST_TOPIC, ({ nodeId, takeId, sendFrames }) => {
      if (takeId !== local.attempt?.takeId) return;
      this.interest.hear(nodeId, sendFrames, performance.now());
      this.watch();
    });
    bus.subscribe<names.RequestMessage>(names.REQUEST_TOPIC, (asked) => void this.response(asked));
    bus.subscribe(names.HEARTBEAT_REQUEST_TOPIC, () => this.hello());
    bus.onRecovered(() => this.hello());
  }

  /** One job of the queue: over when its end is with Redis. */
  private async render(attemptId: string): Promise<void> {
    const request = await this.payloadStore.get<AttemptRequest>(names.requestKey(attemptId));
    if (!request) return this.logger.warn('An request was lost on the way', { attemptId });
    this.busy = request.attempt;
    try {
      const end = await this.follow(request);
      await this.ends.send(end);
      await this.payloadStore.drop(names.requestKey(attemptId));
    } finally {
      // A Redis that came back empty knows the job no more, and tells of no completion.
      setTimeout(() => this.free(attemptId), FREE_AT_LAST_MS).unref();
    }
  }

  /** The queue is empty: whoever hears of it may fill it. */
  private free(attemptId: string | undefined): void {
    if (this.busy?.id !== attemptId) return;
    this.busy = null;
    this.hello();
  }

  private follow(request: AttemptRequest): Promise<AttemptResult> {
    this.interest.begin(request.command.sendFrames, performance.now());
    return new Promise((resolve) => {
      this.settle = resolve;
      if (!this.local.take(request)) resolve({ attempt: request.attempt, outcome: { type: 'returned' }, steers: [] });
    });
  }

  /** Everybody hears of a step; its frame goes to those only who asked for it. */
  private say(attempt: RenderAttempt, report: AttemptProgress): void {
    if (report.type !== 'step' || !report.frame) {
      return this.bus.publish(names.REPORT_TOPIC, { attempt, report, isFramed: false } satisfies names.ReportMessage);
    }
    const { frame: _frame, ...step } = report;
    this.bus.publish(names.REPORT_TOPIC, { attempt, report: step, isFramed: true } satisfies names.ReportMessage);
    this.bus.publish(names.framesOf(attempt.takeId), { attempt, report, isFramed: true } satisfies names.ReportMessage);
  }

  private hello(): void {
    const { state, attempt, idleSince, restarts, pool } = this.local;
    const isDelivering = state === 'idle' && this.busy !== null;
    this.saidHelloAtMs = performance.now();
    this.bus.publish(names.HEARTBEAT_TOPIC, {
      ...{ id: this.id, host: hostname(), restarts, pool, models: this.models },
      state: this.isLeaving ? 'unavailable' : isDelivering ? 'rendering' : state,
      attempt: attempt ?? this.busy,
      idleForMs: idleSince === null || isDelivering ? null : Date.now() - idleSince,
    } satisfies names.Heartbeat);
    if (this.bus.status !== 'up') return;
    const { commands } = this.redis;
    const ignored = (): undefined => undefined;
    commands.set(names.aliveKey(this.id), '1', 'PX', names.HEARTBEAT_TIMEOUT_MS).catch(ignored);
    // Each time: a Redis that came back empty has forgotten it.
    commands.sadd(names.KNOWN_KEY, this.id).catch(ignored);
  }

  private look(): void {
    this.watch();
    if (performance.now() - this.saidHelloAtMs < names.HELLO_EVERY_MS - LOOK_EVERY_MS / 2) return;
    this.hello();
    // Told with the next one.
    void this.local.models().then((models) => (this.models = models));
  }

  private watch(): void {
    const { attempt } = this.local;
    if (attempt) this.local.watch(attempt.takeId, this.interest.isThere(performance.now()));
  }

  private async response({ rendererId, nodeId, requestId, request }: names.RequestMessage): Promise<void> {
    if (rendererId !== this.id) return;
    const response = await this.local.ask(request).catch(() => undefined);
    this.bus.publish(names.answersTo(nodeId), { requestId, response } satisfies names.ResponseMessage);
  }
}
