import { Logger } from '@nestjs/common';
import { Bus, type RedisConnections } from '@visionary/platform/bus';
import { Worker } from 'bullmq';
import type { RenderAttempt, AttemptResult, AttemptRequest, AttemptProgress } from '../../domain/renderers.js';
import type { RenderWorker } from '../renderer/render-worker.js';
import { statusOf } from '../renderer/render-workers.js';
import { PayloadStore, RendererQueues, RenderResultQueue } from './attempt-queues.js';
import * as names from './redis-protocol.js';

const POLL_INTERVAL_MS = 1_000;
/** Only this worker reads its queue, so an expired lock would help nobody. */
const LOCK_MS = 24 * 60 * 60_000;
const FREE_TIMEOUT_MS = 2_000;
const LEAVE_TIMEOUT_MS = 3_000;

/** The servers with viewers of the take that renders here. */
export class FrameSubscribers {
  private readonly nodes = new Map<string, number>();

  /** @param hasViewers whether the assigning server knew of viewers; subscriptions arrive later */
  begin(hasViewers: boolean, nowMs: number): void {
    this.nodes.clear();
    if (hasViewers) this.nodes.set('', nowMs);
  }

  update(nodeId: string, hasViewers: boolean, nowMs: number): void {
    if (hasViewers) this.nodes.set(nodeId, nowMs);
    else this.nodes.delete(nodeId);
  }

  hasAny(nowMs: number): boolean {
    for (const [nodeId, at] of this.nodes) if (nowMs - at > names.INTEREST_MS) this.nodes.delete(nodeId);
    return this.nodes.size > 0;
  }
}

/** Serves a renderer of this process to servers elsewhere: its queue, heartbeats, reports, and results. */
export class RedisRenderWorker {
  private readonly logger = new Logger('Renderer');
  private readonly subscribers = new FrameSubscribers();
  private readonly payloads: PayloadStore;
  private readonly results: RenderResultQueue;
  private readonly queues: RendererQueues;
  private worker: Worker<unknown> | undefined;
  /** Its id is the attempt's. */
  private currentJobId: string | undefined;
  /** Jobs that Redis counts as running here although none was received, as of the last look. */
  private missingJobIds: ReadonlySet<string> = new Set();
  /** Set until the result is in Redis. */
  private currentAttempt: RenderAttempt | null = null;
  private resolveAttempt: (end: AttemptResult) => void = () => {};
  private timer: NodeJS.Timeout | undefined;
  private isLeaving = false;
  private heartbeatAtMs = -Infinity;
  private models: readonly string[] | undefined;

  constructor(
    private readonly local: RenderWorker,
    private readonly bus: Bus,
    private readonly redis: RedisConnections,
  ) {
    this.payloads = new PayloadStore(redis.patient);
    this.results = new RenderResultQueue(redis.patient, redis.prefix);
    this.queues = new RendererQueues(redis.commands, redis.prefix);
  }

  private get id(): string {
    return this.local.id;
  }

  async start(): Promise<void> {
    this.models = await this.local.models();
    this.listen();
    this.local.start({
      onChange: () => this.sendHeartbeat(),
      onReport: (attempt, report) => this.publishReport(attempt, report),
      onEnd: (end) => this.resolveAttempt(end),
    });
    this.worker = new Worker(names.attemptQueueOf(this.id), ({ id = '' }) => this.render(id), {
      ...{ connection: this.redis.patient, prefix: this.redis.prefix, concurrency: 1 },
      // A lock that outlives any take needs no renewal timer, which would keep a worker alive that cannot reach Redis.
      ...{ lockDuration: LOCK_MS, skipLockRenewal: true, skipStalledCheck: true },
    });
    this.worker.on('completed', ({ id }) => this.markFree(id)).on('error', () => undefined);
    this.worker.on('failed', (_job, error) => this.logger.error('A request could not be processed', error));
    this.timer = setInterval(() => this.poll(), POLL_INTERVAL_MS).unref();
  }

  /** Returns its take. @returns once servers can know, or after some seconds */
  async leave(): Promise<void> {
    clearInterval(this.timer);
    this.isLeaving = true;
    this.local.leave();
    const isRedisDown = this.redis.patient.status !== 'ready';
    await names.withTimeout(LEAVE_TIMEOUT_MS, this.worker?.close(isRedisDown) ?? Promise.resolve());
    this.bus.publish(names.RENDERER_LEFT_TOPIC, this.id);
    await names.withTimeout(LEAVE_TIMEOUT_MS, this.redis.commands.del(names.aliveKey(this.redis.prefix, this.id)));
  }

  private listen(): void {
    const { bus, local } = this;
    bus.subscribe<names.CommandMessage>(names.COMMAND_TOPIC, (message) =>
      'command' in message ? local.sendCommand(message.command) : local.release(message.release),
    );
    bus.subscribe<names.FrameInterest>(names.FRAME_INTEREST_TOPIC, ({ nodeId, takeId, sendFrames }) => {
      if (takeId !== local.attempt?.takeId) return;
      this.subscribers.update(nodeId, sendFrames, performance.now());
      this.updateSendFrames();
    });
    bus.subscribe<names.RequestMessage>(names.REQUEST_TOPIC, (message) => void this.respond(message));
    bus.subscribe(names.HEARTBEAT_REQUEST_TOPIC, () => this.sendHeartbeat());
    bus.onRecovered(() => this.sendHeartbeat());
  }

  /** Runs one job; done once its result is in Redis. */
  private async render(attemptId: string): Promise<void> {
    this.currentJobId = attemptId;
    try {
      await this.renderRequest(attemptId);
    } finally {
      this.currentJobId = undefined;
    }
  }

  private async renderRequest(attemptId: string): Promise<void> {
    const request = await this.payloads.get<AttemptRequest>(names.requestKey(this.redis.prefix, attemptId));
    if (!request) return this.logger.warn('A request was lost in Redis', { attemptId });
    this.currentAttempt = request.attempt;
    try {
      const result = await this.runAttempt(request);
      await this.results.send(result);
      await this.payloads.drop(names.requestKey(this.redis.prefix, attemptId));
    } finally {
      // A Redis that lost its data reports no completion.
      setTimeout(() => this.markFree(attemptId), FREE_TIMEOUT_MS).unref();
    }
  }

  /** The queue is empty, so servers may assign the next take. */
  private markFree(attemptId: string | undefined): void {
    if (this.currentAttempt?.id !== attemptId) return;
    this.currentAttempt = null;
    this.sendHeartbeat();
  }

  private runAttempt(request: AttemptRequest): Promise<AttemptResult> {
    this.subscribers.begin(request.sendFrames, performance.now());
    return new Promise((resolve) => {
      this.resolveAttempt = resolve;
      if (!this.local.assign(request)) resolve({ attempt: request.attempt, outcome: { type: 'returned' }, steers: [] });
    });
  }

  /** Publishes a step to all servers, and its frame to subscribers only. */
  private publishReport(attempt: RenderAttempt, report: AttemptProgress): void {
    if (report.type !== 'step' || !report.frame) {
      return this.bus.publish(names.REPORT_TOPIC, { attempt, report, isFramed: false } satisfies names.ReportMessage);
    }
    const { frame: _frame, smaller: _smaller, ...step } = report;
    this.bus.publish(names.REPORT_TOPIC, { attempt, report: step, isFramed: true } satisfies names.ReportMessage);
    this.bus.publish(names.framesTopic(attempt.takeId), {
      attempt,
      report,
      isFramed: true,
    } satisfies names.ReportMessage);
  }

  private sendHeartbeat(): void {
    const { state, attempt, idleSince, ...status } = statusOf(this.local);
    const isSendingResult = state === 'idle' && this.currentAttempt !== null;
    this.heartbeatAtMs = performance.now();
    this.bus.publish(names.HEARTBEAT_TOPIC, {
      ...status,
      ...(this.models && { models: this.models }),
      state: this.isLeaving ? 'unavailable' : isSendingResult ? 'rendering' : state,
      attempt: attempt ?? this.currentAttempt,
      idleForMs: idleSince === null || isSendingResult ? null : Date.now() - idleSince,
    } satisfies names.Heartbeat);
    if (this.bus.status !== 'up') return;
    const { commands, prefix } = this.redis;
    const ignore = (): undefined => undefined;
    commands.set(names.aliveKey(this.redis.prefix, this.id), '1', 'PX', names.HEARTBEAT_TIMEOUT_MS).catch(ignore);
    // Repeated, because a Redis that lost its data forgot it.
    commands.sadd(names.renderersKey(prefix), this.id).catch(ignore);
  }

  private poll(): void {
    this.updateSendFrames();
    if (performance.now() - this.heartbeatAtMs < names.HEARTBEAT_INTERVAL_MS - POLL_INTERVAL_MS / 2) return;
    this.sendHeartbeat();
    // Sent with the next heartbeat.
    void this.local.models().then((models) => (this.models = models));
    this.returnMissingJobs().catch((error: unknown) => this.logger.warn('Missing jobs could not be returned', error));
  }

  /**
   * Returns takes that Redis handed out in a reply that never arrived, because the connection broke. Nobody else reads this
   * queue, so they would keep the renderer from getting another one. A job counts as missing at the second look: at the first one its
   * reply may be on its way.
   */
  private async returnMissingJobs(): Promise<void> {
    if (this.currentJobId !== undefined || this.bus.status !== 'up') return void (this.missingJobIds = new Set());
    const { started } = await this.queues.attemptsLeftBy(this.id);
    if (this.currentJobId !== undefined) return;
    const missing = started.filter(({ id }) => this.missingJobIds.has(id));
    this.missingJobIds = new Set(started.map(({ id }) => id));
    if (missing.length === 0) return;
    for (const attempt of missing) {
      this.logger.warn('A take was lost on its way here, and returns to the queue', { takeId: attempt.takeId });
      // If its reply arrives after all, it finds no request.
      await this.payloads.drop(names.requestKey(this.redis.prefix, attempt.id));
      await this.results.send({ attempt, outcome: { type: 'returned' }, steers: [] });
      await this.queues.remove(this.id, attempt.id);
    }
  }

  private updateSendFrames(): void {
    const { attempt } = this.local;
    if (attempt) this.local.setSendFrames(attempt.takeId, this.subscribers.hasAny(performance.now()));
  }

  private async respond({ rendererId, nodeId, requestId, request }: names.RequestMessage): Promise<void> {
    if (rendererId !== this.id) return;
    const response = await this.local.request(request).catch(() => undefined);
    this.bus.publish(names.responseTopic(nodeId), { requestId, response } satisfies names.ResponseMessage);
  }
}
