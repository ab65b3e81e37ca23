import { Logger } from '@nestjs/common';
import type { Bus, RedisConnections } from '@visionary/platform/bus';
import { type RendererResponse, type RendererRequest, Renderers, type RenderersListener, type RendererStatus, type RenderAttempt, type TakeCommand, type AttemptRequest, type AttemptOutcome } from '../../domain/renderers.js';
import { RenderResultConsumer, RenderResultQueue } from './render-results.js';
import { DispatchLock } from './dispatch-lock.js';
import { FrameSubscriptions } from './frame-subscriptions.js';
import * as names from './redis-protocol.js';
import { RendererRpc } from './renderer-rpc.js';
import type { RedisRenderWorker } from './redis-render-worker.js';
import { RendererRegistry } from './renderer-registry.js';
import { RendererQueues } from './renderer-queues.js';
import { withTimeout } from './with-timeout.js';

const LOOK_EVERY_MS = 1_000;
const LEAVE_WITHIN_MS = 2_000;
/** Who is there is known when everybody had time to speak. */
const KNOWN_AFTER_MS = names.HEARTBEAT_TIMEOUT_MS + names.HELLO_EVERY_MS;

/** The carrier between any number of servers and renderers: BullMQ for what must arrive, the bus for what is news. */
export class RedisRenderers extends Renderers {
  private readonly logger = new Logger('Renderers');
  private readonly roll = new RendererRegistry();
  private readonly queues: RendererQueues;
  private readonly ends: RenderResultQueue;
  private readonly lock: DispatchLock;
  private readonly rendererRpc: RendererRpc;
  private readonly frames: FrameSubscriptions;
  private listener: RenderersListener | undefined;
  private desk: RenderResultConsumer | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hearsSinceMs = Infinity;
  private isSwept = false;
  private isLeaving = false;

  /** @param own the renderer of this server's own process, where it has one */
  constructor(
    private readonly bus: Bus,
    private readonly redis: RedisConnections,
    private readonly own: RedisRenderWorker | null,
  ) {
    super();
    this.queues = new RendererQueues(redis.commands);
    this.ends = new RenderResultQueue(redis.commands);
    this.lock = new DispatchLock(redis.commands);
    this.rendererRpc = new RendererRpc(bus);
    this.frames = new FrameSubscriptions(bus, ({ attempt, report }) => this.listener?.onReport(attempt, report));
  }

  /** None while Redis is away: then nobody can be reached. */
  list(): readonly RendererStatus[] {
    return this.bus.status === 'up' ? this.roll.statuses : [];
  }

  async start(listener: RenderersListener): Promise<void> {
    this.listener = listener;
    const { bus } = this;
    bus.subscribe<names.Heartbeat>(names.HEARTBEAT_TOPIC, (hello) => this.hear(hello));
    bus.subscribe<string>(names.RENDERER_LEFT_TOPIC, (id) => this.forget(id, 'it left'));
    bus.subscribe<names.ReportMessage>(names.REPORT_TOPIC, ({ attempt, report, isFramed }) => {
      if (!isFramed || !this.frames.has(attempt.takeId)) listener.onReport(attempt, report);
    });
    bus.onRecovered(() => this.recover());
    this.desk = new RenderResultConsumer(
      this.redis.patient,
      (end) => listener.onEnd(end),
      (error) => this.logger.error('The end of a take could not be noted', error),
    );
    await this.own?.start();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.recover();
  }

  async leave(): Promise<void> {
    this.isLeaving = true;
    clearInterval(this.timer);
    await this.own?.leave();
    await withTimeout(LEAVE_WITHIN_MS, Promise.all([this.desk?.close(), this.ends.close(), this.queues.close()]));
  }

  async idle(): Promise<readonly RendererStatus[]> {
    const idle: RendererStatus[] = [];
    for (const one of this.list()) {
      if (one.state === 'idle' && (await this.queues.isEmpty(one.id))) idle.push(one);
    }
    return idle;
  }

  withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    return this.lock.run(work);
  }

  async assign(rendererId: string, request: AttemptRequest): Promise<boolean> {
    await this.queues.add(rendererId, request);
    return true;
  }

  sendCommand(command: TakeCommand): void {
    this.bus.publish(names.COMMAND_TOPIC, { command } satisfies names.CommandMessage);
  }

  release(attempt: RenderAttempt): void {
    this.bus.publish(names.COMMAND_TOPIC, { abandon: attempt.id } satisfies names.CommandMessage);
  }

  subscribeFrames(attempt: RenderAttempt, watched: boolean): void {
    this.frames.watch(attempt, watched);
  }

  request(rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    return this.rendererRpc.ask(rendererId, request);
  }

  async assignedTakes(): Promise<ReadonlySet<string> | null> {
    if (!this.knowsAll()) return null;
    const rendering = this.roll.statuses.flatMap(({ attempt }) => attempt?.takeId ?? []);
    return new Set([...rendering, ...(await this.ends.waiting())]);
  }

  private hear(hello: names.Heartbeat): void {
    const isNews = this.roll.hear(hello, Date.now(), performance.now());
    if (hello.attempt) this.listener?.onLeaseRenewed(hello.attempt);
    if (isNews) this.changed();
  }

  /** Every server notes what a renderer has left, once it counts. */
  private forget(id: string, why: string): void {
    if (!this.roll.forget(id) || this.isLeaving) return;
    this.changed();
    this.clearUp(id, why).catch((error: unknown) => {
      this.logger.warn('What a renderer left could not be cleared up', { rendererId: id }, error);
    });
  }

  /** Renderers that died while no server heard it. */
  private async sweep(): Promise<void> {
    const { commands } = this.redis;
    for (const id of await commands.smembers(names.KNOWN_KEY)) {
      if (await commands.exists(names.aliveKey(id))) continue;
      this.roll.forget(id);
      await this.clearUp(id, 'the renderer went away');
    }
  }

  private async clearUp(id: string, why: string): Promise<void> {
    const { begun, unseen } = await this.queues.leftBy(id);
    const ended = new Set(await this.ends.waiting());
    const lost = begun.filter(({ takeId }) => !ended.has(takeId));
    for (const attempt of lost) await this.note(attempt, { type: 'lost', why, blamesModel: false });
    for (const attempt of unseen) await this.note(attempt, { type: 'returned' });
    await this.queues.drop(id);
    await this.redis.commands.srem(names.KNOWN_KEY, id);
  }

  private async note(attempt: RenderAttempt, outcome: AttemptOutcome): Promise<void> {
    await this.listener?.onEnd({ attempt, outcome, steers: [] });
  }

  private recover(): void {
    this.hearsSinceMs = performance.now();
    this.isSwept = false;
    this.roll.forgive(this.hearsSinceMs);
    this.bus.publish(names.HEARTBEAT_REQUEST_TOPIC, null);
    this.changed();
  }

  private knowsAll(): boolean {
    return this.bus.status === 'up' && performance.now() - this.hearsSinceMs >= KNOWN_AFTER_MS;
  }

  private look(): void {
    if (this.bus.status !== 'up') return;
    if (this.knowsAll() && !this.isSwept) {
      this.isSwept = true;
      this.sweep().catch((error: unknown) => this.logger.warn('Former renderers are not known', error));
    }
    for (const silent of this.roll.silent(performance.now())) {
      this.lose(silent).catch((error: unknown) => this.logger.warn('A renderer could not be given up', error));
    }
  }

  /** Redis decides whether it is gone: this server may have been deaf itself. */
  private async lose({ id, host, attempt }: RendererStatus): Promise<void> {
    if (await this.redis.commands.exists(names.aliveKey(id))) return;
    const why = `the renderer at ${host} was not heard any more`;
    const hasEnded = attempt && (await this.ends.waiting()).includes(attempt.takeId);
    if (attempt && !hasEnded) await this.note(attempt, { type: 'lost', why, blamesModel: false });
    this.logger.warn(why, { rendererId: id });
    this.forget(id, why);
  }
}
