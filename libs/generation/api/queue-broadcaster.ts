import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { OwnTakes, QueuePosition, QueueTail } from '@visionary/contract';
import { Clock, DataLoader } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { LatestFrames } from '../domain/latest-frames.js';
import type { QueueEstimate } from '../domain/queue-estimates.js';
import { RenderTimings } from '../domain/render-timings.js';
import { loadedKeysOf, measuredDeviceOf } from '../domain/renderer-selection.js';
import { Renderers } from '../domain/renderers.js';
import { QueueService } from '../use-cases/queue.service.js';
import { type QueueChange, QueueChangePublisher } from './queue-change-publisher.js';

interface RoomQueue {
  readonly queue: QueuePosition[];
  readonly queueTail: QueueTail;
}

/** What one user sees of the queue. */
interface ViewedQueue extends RoomQueue {
  readonly ownTakes?: OwnTakes;
}

/** How often takes are looked for that render far longer than estimated, or wait for another reason. Nothing else tells that. */
const OVERDUE_INTERVAL_MS = 10_000;
/** Changes within this time cause one broadcast. */
const BATCH_MS = 50;
/** Frames that only tell sockets how long the queue is for a next take. With more sockets, they come less often. */
const MAX_TAILS_PER_SECOND = 2_000;

const presentPosition = ({
  takeId,
  position,
  msToStart,
  msLeft,
  isLoading,
  waitReason,
}: QueueEstimate): QueuePosition => ({
  takeId,
  position,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
  ...(msLeft !== undefined && { msLeft }),
  ...(isLoading && { isLoading: true as const }),
  ...(waitReason && { waitReason }),
});

const presentTail = ({ before: takesAhead, msToStart }: ReturnType<QueueService['tailOf']>): QueueTail => ({
  takesAhead,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

const ownTakesOf = (takes: readonly QueueEstimate[]): OwnTakes => ({
  open: takes.length,
  rendering: takes.filter(({ position }) => position === 0).length,
});

const unknownOf = (queue: readonly QueueEstimate[]): string =>
  JSON.stringify(
    queue.filter(({ msToEnd }) => msToEnd === undefined).map(({ takeId, waitReason }) => [takeId, waitReason]),
  );

const NO_OWN_TAKES = JSON.stringify(ownTakesOf([]));
/** What a room received last, as JSON. */
interface Sent {
  readonly queue: string;
  readonly tail: string;
}

const jsonOf = ({ queue, queueTail }: RoomQueue): Sent => ({
  queue: JSON.stringify(queue),
  tail: JSON.stringify(queueTail),
});

/** Clients assume an idle queue until they receive another one. */
const IDLE = jsonOf({ queue: [], queueTail: presentTail({ before: 0, msToStart: 0 }) });
const UNKNOWN: Sent = { queue: '', tail: '' };

/**
 * Broadcasts queue positions and the queue tail to the rooms of this node whenever they change. Each change of any room
 * changes the tail of all, so rooms where nothing else changed wait until it is due.
 */
@Injectable()
export class QueueBroadcaster implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Takes');
  private readonly lastSent = new Map<string, Sent>();
  private tailsDueAt = 0;
  /** What the sockets of each user received last of their own takes, as JSON. */
  private readonly lastOwn = new Map<string, string>();
  private lastCaches = '';
  /** All rooms share one read of the queue. */
  private readonly loader = new DataLoader<string, readonly QueueEstimate[]>(async () => {
    const queue = await this.queue.estimate();
    return () => queue;
  });
  private isScheduled = false;
  private isStopping = false;
  private hasOpenTakes = false;
  /** Takes without an estimated end, and why they wait, when the queue was broadcast last, as JSON. */
  private lastUnknown = '[]';
  private timer: NodeJS.Timeout | undefined;
  private tailTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: QueueService,
    private readonly frames: LatestFrames,
    private readonly renderers: Renderers,
    private readonly renderTimings: RenderTimings,
    private readonly changes: QueueChangePublisher,
    private readonly broadcast: Broadcast,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.renderers.onChange(() => this.onRenderersChange());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.recallTimings();
    this.changes.onChange((change) => this.onQueueChange(change));
    this.timer = setInterval(() => void this.findOverdue(), OVERDUE_INTERVAL_MS).unref();
  }

  /** The renderer that stops with this server changes the queue once more, after all clients left. */
  onModuleDestroy(): void {
    this.isStopping = true;
    clearInterval(this.timer);
    clearTimeout(this.tailTimer);
  }

  /** Positions of a room's takes, the queue tail, and how many of the takes are the user's. @param userId null for visitors */
  async of(roomId: string, userId: string | null): Promise<ViewedQueue> {
    const queue = await this.loader.load(roomId);
    // The client that asks now is newer than the room's last broadcast, so the next change must be sent.
    if (!this.lastSent.has(roomId)) this.lastSent.set(roomId, UNKNOWN);
    const own = queue.filter(({ authorId }) => authorId === userId);
    if (userId !== null && own.length > 0) this.lastOwn.set(userId, '');
    return {
      ...(userId !== null && { ownTakes: ownTakesOf(own) }),
      queue: queue.filter((estimate) => estimate.roomId === roomId).map(presentPosition),
      queueTail: this.tailOf(queue),
    };
  }

  /** The queue tail, for clients outside a room. */
  async currentTail(): Promise<QueueTail> {
    return this.tailOf(await this.queue.estimate());
  }

  /** A renderer begins to load the model of a take, which ends later for that. */
  onLoading(takeId: string): void {
    this.frames.recordLoading(takeId, this.clock.now());
    this.schedule();
  }

  onLoaded(takeId: string): void {
    if (this.frames.recordLoaded(takeId)) this.schedule();
  }

  private tailOf(queue: readonly QueueEstimate[]): QueueTail {
    return presentTail(this.queue.tailOf(queue));
  }

  private onQueueChange({ ended, measured }: QueueChange): void {
    if (ended) this.frames.delete(ended);
    if (measured) this.queue.recordTiming(measured);
    this.schedule();
  }

  /** Records load times. Estimates change when a renderer joins, leaves, or has other models loaded. */
  private onRenderersChange(): void {
    const renderers = this.renderers.list();
    for (const renderer of renderers) {
      const { loads } = this.renderTimings.on(measuredDeviceOf(renderer));
      for (const entry of renderer.pool?.entries ?? []) loads.record(entry);
    }
    const caches = JSON.stringify(renderers.map((one) => [one.id, one.state === 'unavailable', loadedKeysOf(one, [])]));
    if (caches === this.lastCaches) return;
    this.lastCaches = caches;
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setTimeout(() => {
      this.isScheduled = false;
      void this.broadcastAll();
    }, BATCH_MS).unref();
  }

  /** Unless it is scheduled already. */
  private scheduleTails(now: number): void {
    this.tailTimer ??= setTimeout(() => {
      this.tailTimer = undefined;
      void this.broadcastAll();
    }, this.tailsDueAt - now).unref();
  }

  private async broadcastAll(): Promise<void> {
    if (this.isStopping) return;
    try {
      const queue = await this.queue.estimate();
      this.hasOpenTakes = queue.length > 0;
      this.lastUnknown = unknownOf(queue);
      this.broadcastOwn(queue);
      const byRoom = Map.groupBy(queue, ({ roomId }) => roomId);
      const queueTail = this.tailOf(queue);
      const now = performance.now();
      const isTailDue = now >= this.tailsDueAt;
      let tails = 0;
      let isTailPending = false;
      for (const roomId of new Set([...this.lastSent.keys(), ...byRoom.keys(), ...this.broadcast.localRoomIds])) {
        const view = { queue: (byRoom.get(roomId) ?? []).map(presentPosition), queueTail };
        const [last, next] = [this.lastSent.get(roomId) ?? IDLE, jsonOf(view)];
        if (last.queue === next.queue && last.tail === next.tail) continue;
        if (last.queue === next.queue && !isTailDue) {
          isTailPending = true;
          continue;
        }
        tails += this.broadcast.localRoomSize(roomId);
        this.broadcastTo(roomId, view, next);
      }
      if (isTailDue) this.tailsDueAt = now + (1_000 * tails) / MAX_TAILS_PER_SECOND;
      else if (isTailPending) this.scheduleTails(now);
    } catch (error) {
      this.logger.error('The queue could not be read', error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Before the queue, so that both are shown together. */
  private broadcastOwn(queue: readonly QueueEstimate[]): void {
    const byAuthor = Map.groupBy(queue, ({ authorId }) => authorId);
    for (const userId of new Set([...this.lastOwn.keys(), ...byAuthor.keys()])) {
      const own = ownTakesOf(byAuthor.get(userId) ?? []);
      const json = JSON.stringify(own);
      if ((this.lastOwn.get(userId) ?? NO_OWN_TAKES) === json) continue;
      if (json === NO_OWN_TAKES) this.lastOwn.delete(userId);
      else this.lastOwn.set(userId, json);
      this.broadcast.toUserLocally(userId, 'generation.ownTakesChanged', own);
    }
  }

  /** A start behind a take that renders far longer than estimated becomes unknown. */
  private async findOverdue(): Promise<void> {
    if (!this.hasOpenTakes) return;
    // The next broadcast reports an error.
    const queue = await this.queue.estimate().catch(() => null);
    if (queue && unknownOf(queue) !== this.lastUnknown) this.schedule();
  }

  private broadcastTo(roomId: string, queue: RoomQueue, sent: Sent): void {
    if (sent.queue === IDLE.queue && sent.tail === IDLE.tail) this.lastSent.delete(roomId);
    else this.lastSent.set(roomId, sent);
    this.broadcast.toRoomLocally(roomId, 'generation.queueChanged', { roomId, ...queue });
  }
}
