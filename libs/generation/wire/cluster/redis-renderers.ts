import { Logger } from '@nestjs/common';
import type { Bus, RedisConnections } from '@visionary/platform/bus';
import {
  type RendererAnswer,
  type RendererQuestion,
  Renderers,
  type RenderersListener,
  type RendererStatus,
  type RenderTurn,
  type TakeCommand,
  type TurnOrder,
  type TurnOutcome,
} from '../../domain/renderers.js';
import { EndDesk } from './end-desk.js';
import { EndPost } from './end-post.js';
import { FeedingLock } from './feeding-lock.js';
import { FrameLines } from './frame-lines.js';
import * as names from './names.js';
import { Questions } from './questions.js';
import type { RedisStation } from './redis-station.js';
import { RendererRoll } from './renderer-roll.js';
import { TurnQueues } from './turn-queues.js';
import { within } from './within.js';

const LOOK_EVERY_MS = 1_000;
const LEAVE_WITHIN_MS = 2_000;
/** Who is there is known when everybody had time to speak. */
const KNOWN_AFTER_MS = names.SILENT_MS + names.HELLO_EVERY_MS;

/** The carrier between any number of servers and renderers: BullMQ for what must arrive, the bus for what is news. */
export class RedisRenderers extends Renderers {
  private readonly logger = new Logger('Renderers');
  private readonly roll = new RendererRoll();
  private readonly queues: TurnQueues;
  private readonly ends: EndPost;
  private readonly lock: FeedingLock;
  private readonly questions: Questions;
  private readonly frames: FrameLines;
  private listener: RenderersListener | undefined;
  private desk: EndDesk | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hearsSinceMs = Infinity;
  private isSwept = false;
  private isLeaving = false;

  /** @param own the renderer of this server's own process, where it has one */
  constructor(
    private readonly bus: Bus,
    private readonly redis: RedisConnections,
    private readonly own: RedisStation | null,
  ) {
    super();
    this.queues = new TurnQueues(redis.commands);
    this.ends = new EndPost(redis.commands);
    this.lock = new FeedingLock(redis.commands);
    this.questions = new Questions(bus);
    this.frames = new FrameLines(bus, ({ turn, report }) => this.listener?.onReport(turn, report));
  }

  /** None while Redis is away: then nobody can be reached. */
  list(): readonly RendererStatus[] {
    return this.bus.status === 'up' ? this.roll.statuses : [];
  }

  async start(listener: RenderersListener): Promise<void> {
    this.listener = listener;
    const { bus } = this;
    bus.subscribe<names.Hello>(names.HELLO, (hello) => this.hear(hello));
    bus.subscribe<string>(names.BYE, (id) => this.forget(id, 'it left'));
    bus.subscribe<names.Said>(names.SAID, ({ turn, report, isFramed }) => {
      if (!isFramed || !this.frames.has(turn.takeId)) listener.onReport(turn, report);
    });
    bus.onRecovered(() => this.recover());
    this.desk = new EndDesk(
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
    await within(LEAVE_WITHIN_MS, Promise.all([this.desk?.close(), this.ends.close(), this.queues.close()]));
  }

  async idle(): Promise<readonly RendererStatus[]> {
    const idle: RendererStatus[] = [];
    for (const one of this.list()) {
      if (one.state === 'idle' && (await this.queues.isEmpty(one.id))) idle.push(one);
    }
    return idle;
  }

  alone(work: () => Promise<void>): Promise<boolean> {
    return this.lock.run(work);
  }

  async give(rendererId: string, order: TurnOrder): Promise<boolean> {
    await this.queues.add(rendererId, order);
    return true;
  }

  tell(command: TakeCommand): void {
    this.bus.publish(names.TELL, { command } satisfies names.Telling);
  }

  abandon(turn: RenderTurn): void {
    this.bus.publish(names.TELL, { abandon: turn.id } satisfies names.Telling);
  }

  watch(turn: RenderTurn, watched: boolean): void {
    this.frames.watch(turn, watched);
  }

  ask(rendererId: string, question: RendererQuestion): Promise<RendererAnswer | undefined> {
    return this.questions.ask(rendererId, question);
  }

  async spokenFor(): Promise<ReadonlySet<string> | null> {
    if (!this.knowsAll()) return null;
    const rendering = this.roll.statuses.flatMap(({ turn }) => turn?.takeId ?? []);
    return new Set([...rendering, ...(await this.ends.waiting())]);
  }

  private hear(hello: names.Hello): void {
    const isNews = this.roll.hear(hello, Date.now(), performance.now());
    if (hello.turn) this.listener?.onHeld(hello.turn);
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
    for (const turn of lost) await this.note(turn, { type: 'lost', why, isModels: false });
    for (const turn of unseen) await this.note(turn, { type: 'returned' });
    await this.queues.drop(id);
    await this.redis.commands.srem(names.KNOWN_KEY, id);
  }

  private async note(turn: RenderTurn, outcome: TurnOutcome): Promise<void> {
    await this.listener?.onEnd({ turn, outcome, steers: [] });
  }

  private recover(): void {
    this.hearsSinceMs = performance.now();
    this.isSwept = false;
    this.roll.forgive(this.hearsSinceMs);
    this.bus.publish(names.ROLL_CALL, null);
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
  private async lose({ id, host, turn }: RendererStatus): Promise<void> {
    if (await this.redis.commands.exists(names.aliveKey(id))) return;
    const why = `the renderer at ${host} was not heard any more`;
    const hasEnded = turn && (await this.ends.waiting()).includes(turn.takeId);
    if (turn && !hasEnded) await this.note(turn, { type: 'lost', why, isModels: false });
    this.logger.warn(why, { rendererId: id });
    this.forget(id, why);
  }
}
