import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Bus, RedisConnections } from '@visionary/platform/bus';
import {
  type RendererResponse,
  type RendererRequest,
  Renderers,
  responseDeadlineMs,
  type RenderersListener,
  type RendererStatus,
  type RenderAttempt,
  type TakeCommand,
  type AttemptRequest,
  type AttemptOutcome,
} from '../../domain/renderers.js';
import { RendererQueues, RenderResultConsumer, RenderResultQueue } from './attempt-queues.js';
import * as names from './redis-protocol.js';
import { RedisRenderWorker } from './redis-render-worker.js';
import type { RenderWorker } from '../renderer/render-worker.js';
import type { RenderWorkers } from '../renderer/render-workers.js';
import { RendererRegistry } from './renderer-registry.js';

const POLL_INTERVAL_MS = 1_000;
const LEAVE_TIMEOUT_MS = 2_000;
/** What a response may take on its way. */
const TRANSPORT_MS = 1_000;
/** Longer than a dispatch ever takes. A server that crashes in between blocks the others this long. */
const MAX_DISPATCH_MS = 10_000;
const UNLOCK = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';
/** After this time every renderer has sent a heartbeat. */
const COMPLETE_AFTER_MS = names.HEARTBEAT_TIMEOUT_MS + names.HEARTBEAT_INTERVAL_MS;

/** Transport between any number of servers and renderers: BullMQ for what must arrive, the bus for the rest. */
export class RedisRenderers extends Renderers {
  private readonly logger = new Logger('Renderers');
  private readonly registry = new RendererRegistry();
  private readonly queues: RendererQueues;
  private readonly results: RenderResultQueue;
  /** Ends of this server's subscriptions to frames, by take. Frames cross the network only for subscribers. */
  private readonly frameSubscriptions = new Map<string, () => void>();
  private readonly requests = new Map<number, (response: RendererResponse | undefined) => void>();
  private lastRequest = 0;
  private readonly served = new Map<RenderWorker, RedisRenderWorker>();
  private listener: RenderersListener | undefined;
  private consumer: RenderResultConsumer | undefined;
  private timer: NodeJS.Timeout | undefined;
  private connectedAtMs = Infinity;
  private hasSwept = false;
  private isLeaving = false;

  /** @param workers renderers of this process */
  constructor(
    private readonly bus: Bus,
    private readonly redis: RedisConnections,
    private readonly workers: RenderWorkers,
  ) {
    super();
    this.queues = new RendererQueues(redis.commands, redis.prefix);
    this.results = new RenderResultQueue(redis.commands, redis.prefix);
  }

  /** Empty while Redis is unavailable, because no renderer can be reached. */
  list(): readonly RendererStatus[] {
    return this.bus.status === 'up' ? this.registry.statuses : [];
  }

  async start(listener: RenderersListener): Promise<void> {
    this.listener = listener;
    const { bus } = this;
    bus.subscribe<names.Heartbeat>(names.HEARTBEAT_TOPIC, (heartbeat) => this.onHeartbeat(heartbeat));
    bus.subscribe<string>(names.RENDERER_LEFT_TOPIC, (id) => this.forget(id, 'it left'));
    bus.subscribe<names.ReportMessage>(names.REPORT_TOPIC, ({ attempt, report, isFramed }) => {
      if (!isFramed || !this.frameSubscriptions.has(attempt.takeId)) listener.onReport(attempt, report);
    });
    bus.subscribe<names.ResponseMessage>(names.responseTopic(bus.nodeId), ({ requestId, response }) =>
      this.requests.get(requestId)?.(response),
    );
    bus.onRecovered(() => this.recover());
    this.consumer = new RenderResultConsumer(
      this.redis.patient,
      this.redis.prefix,
      (end) => listener.onEnd(end),
      (error) => this.logger.error('The result of an attempt could not be recorded', error),
    );
    this.workers.listen({
      onAdd: (worker) => this.serve(worker),
      onRemove: (worker) => void this.stopServing(worker),
    });
    this.timer = setInterval(() => this.poll(), POLL_INTERVAL_MS).unref();
    this.recover();
  }

  async leave(): Promise<void> {
    this.isLeaving = true;
    clearInterval(this.timer);
    await Promise.all([...this.served.keys()].map((worker) => this.stopServing(worker)));
    await names.withTimeout(
      LEAVE_TIMEOUT_MS,
      Promise.all([this.consumer?.close(), this.results.close(), this.queues.close()]),
    );
  }

  async idle(): Promise<readonly RendererStatus[]> {
    const idle: RendererStatus[] = [];
    for (const renderer of this.list()) {
      if (renderer.state === 'idle' && (await this.queues.isEmpty(renderer.id))) idle.push(renderer);
    }
    return idle;
  }

  /** One server at a time dispatches takes, so that all decide on the same queue and renderers. */
  async withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    const { commands, prefix } = this.redis;
    const [key, token] = [names.dispatchLockKey(prefix), randomUUID()];
    if ((await commands.set(key, token, 'PX', MAX_DISPATCH_MS, 'NX')) === null) return false;
    try {
      await work();
    } finally {
      await commands.eval(UNLOCK, 1, key, token).catch(() => undefined);
    }
    return true;
  }

  async assign(rendererId: string, request: AttemptRequest): Promise<boolean> {
    await this.queues.add(rendererId, request);
    return true;
  }

  sendCommand(command: TakeCommand): void {
    this.bus.publish(names.COMMAND_TOPIC, { command } satisfies names.CommandMessage);
  }

  release(attempt: RenderAttempt): void {
    this.bus.publish(names.COMMAND_TOPIC, { release: attempt.id } satisfies names.CommandMessage);
  }

  subscribeFrames({ takeId }: RenderAttempt, sendFrames: boolean): void {
    if (sendFrames && !this.frameSubscriptions.has(takeId)) {
      const unsubscribe = this.bus.subscribe<names.ReportMessage>(names.framesTopic(takeId), ({ attempt, report }) =>
        this.listener?.onReport(attempt, report),
      );
      this.frameSubscriptions.set(takeId, unsubscribe);
    }
    if (!sendFrames) {
      this.frameSubscriptions.get(takeId)?.();
      this.frameSubscriptions.delete(takeId);
    }
    const interest: names.FrameInterest = { nodeId: this.bus.nodeId, takeId, sendFrames };
    this.bus.publish(names.FRAME_INTEREST_TOPIC, interest);
  }

  request(rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    const requestId = ++this.lastRequest;
    return new Promise((resolve) => {
      const settle = (response: RendererResponse | undefined) => {
        clearTimeout(deadline);
        this.requests.delete(requestId);
        resolve(response);
      };
      const deadline = setTimeout(() => settle(undefined), responseDeadlineMs(request) + TRANSPORT_MS);
      this.requests.set(requestId, settle);
      const message: names.RequestMessage = { rendererId, nodeId: this.bus.nodeId, requestId, request };
      this.bus.publish(names.REQUEST_TOPIC, message);
    });
  }

  async assignedTakes(): Promise<ReadonlySet<string> | null> {
    if (!this.isComplete()) return null;
    const rendering = this.registry.statuses.flatMap(({ attempt }) => attempt?.takeId ?? []);
    return new Set([...rendering, ...(await this.results.unrecordedTakeIds())]);
  }

  /** Lets all servers use a renderer of this process. */
  private serve(worker: RenderWorker): void {
    const served = new RedisRenderWorker(worker, this.bus, this.redis);
    this.served.set(worker, served);
    served.start().catch((error: unknown) => this.logger.error('A renderer could not be served', error));
  }

  private async stopServing(worker: RenderWorker): Promise<void> {
    const served = this.served.get(worker);
    this.served.delete(worker);
    await served?.leave();
  }

  private onHeartbeat(heartbeat: names.Heartbeat): void {
    const isChanged = this.registry.update(heartbeat, Date.now(), performance.now());
    if (heartbeat.attempt) this.listener?.onLeaseRenewed(heartbeat.attempt);
    if (isChanged) this.changed();
  }

  /** Every server may record what a renderer left; only the first one has an effect. */
  private forget(id: string, reason: string): void {
    if (!this.registry.forget(id) || this.isLeaving) return;
    this.changed();
    this.cleanUpAfter(id, reason).catch((error: unknown) => {
      this.logger.warn('The queue of a lost renderer could not be cleared', { rendererId: id }, error);
    });
  }

  /** Cleans up after renderers that were lost while no server ran. */
  private async sweep(): Promise<void> {
    const { commands, prefix } = this.redis;
    for (const id of await commands.smembers(names.renderersKey(prefix))) {
      if (await commands.exists(names.aliveKey(prefix, id))) continue;
      this.registry.forget(id);
      await this.cleanUpAfter(id, 'the renderer disappeared');
    }
  }

  private async cleanUpAfter(id: string, reason: string): Promise<void> {
    const { started, unseen } = await this.queues.attemptsLeftBy(id);
    const unrecorded = new Set(await this.results.unrecordedTakeIds());
    const lost = started.filter(({ takeId }) => !unrecorded.has(takeId));
    for (const attempt of lost) await this.recordOutcome(attempt, { type: 'lost', why: reason, blamesModel: false });
    for (const attempt of unseen) await this.recordOutcome(attempt, { type: 'returned' });
    await this.queues.drop(id);
    await this.redis.commands.srem(names.renderersKey(this.redis.prefix), id);
  }

  private async recordOutcome(attempt: RenderAttempt, outcome: AttemptOutcome): Promise<void> {
    await this.listener?.onEnd({ attempt, outcome, steers: [] });
  }

  private recover(): void {
    this.connectedAtMs = performance.now();
    this.hasSwept = false;
    this.registry.resetTimeouts(this.connectedAtMs);
    this.bus.publish(names.HEARTBEAT_REQUEST_TOPIC, null);
    this.changed();
  }

  private isComplete(): boolean {
    return this.bus.status === 'up' && performance.now() - this.connectedAtMs >= COMPLETE_AFTER_MS;
  }

  private poll(): void {
    if (this.bus.status !== 'up') return;
    if (this.isComplete() && !this.hasSwept) {
      this.hasSwept = true;
      this.sweep().catch((error: unknown) => this.logger.warn('Lost renderers could not be swept', error));
    }
    for (const silent of this.registry.silent(performance.now())) {
      this.checkSilentRenderer(silent).catch((error: unknown) =>
        this.logger.warn('A lost renderer could not be removed', error),
      );
    }
  }

  /** Asks Redis, because this server itself may have missed heartbeats. */
  private async checkSilentRenderer({ id, host, attempt }: RendererStatus): Promise<void> {
    if (await this.redis.commands.exists(names.aliveKey(this.redis.prefix, id))) return;
    const reason = `the renderer at ${host} sent no more heartbeats`;
    const hasEnded = attempt && (await this.results.unrecordedTakeIds()).includes(attempt.takeId);
    if (attempt && !hasEnded) await this.recordOutcome(attempt, { type: 'lost', why: reason, blamesModel: false });
    this.logger.warn(reason, { rendererId: id });
    this.forget(id, reason);
  }
}
