import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { QueueTail, QueuePosition } from '@visionary/contract';
import { DataLoader } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { LatestPreviews } from '../domain/latest-previews.js';
import type { QueueEstimate } from '../domain/queue-estimates.js';
import { RecordTimings } from '../use-cases/record-timings.js';
import { ReadQueue } from '../use-cases/read-queue.js';
import { type QueueChange, QueueChangePublisher } from './queue-change-publisher.js';

/** Several changes within so long are one. */
const GATHER_MS = 50;

const present = ({ takeId, position, msToStart }: QueueEstimate): QueuePosition => ({
  takeId,
  position,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

const presentEnd = ({ before: takesAhead, msToStart }: ReturnType<ReadQueue['endOf']>): QueueTail => ({
  takesAhead,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

interface LineOfRoom {
  readonly queue: QueuePosition[];
  readonly queueTail: QueueTail;
}

/** What a room that was told nothing takes for so. */
const IDLE = JSON.stringify({ queue: [], queueTail: presentEnd({ before: 0, msToStart: 0 }) } satisfies LineOfRoom);

/** Tells the rooms of this node where their takes stand, and where one more would, once for each change of the line. */
@Injectable()
export class QueueBroadcaster implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Takes');
  private readonly told = new Map<string, string>();
  /** It is the same line for all who ask in one moment. */
  private readonly asked = new DataLoader<string, readonly QueueEstimate[]>(async () => {
    const places = await this.readQueue.run();
    return () => places;
  });
  private gathering = false;
  private isStopping = false;

  constructor(
    private readonly readQueue: ReadQueue,
    private readonly measure: RecordTimings,
    private readonly previews: LatestPreviews,
    private readonly news: QueueChangePublisher,
    private readonly broadcast: Broadcast,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.measure.recall();
    this.news.onChange((change) => this.note(change));
  }

  /** The renderer that leaves with this server changes the line once more, when nobody is left to tell. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** Where a room's takes stand now, and where one more would. */
  async of(roomId: string): Promise<LineOfRoom> {
    const places = await this.asked.load(roomId);
    // Whoever asks knows more than the room was told: the next change is told to it, whatever it is.
    if (!this.told.has(roomId)) this.told.set(roomId, '');
    return { queue: places.filter((place) => place.roomId === roomId).map(present), queueTail: this.end(places) };
  }

  /** Where a take asked for now would stand, for whoever is in no room. */
  async currentTail(): Promise<QueueTail> {
    return this.end(await this.readQueue.run());
  }

  /** Something that the times depend on has changed here. */
  markChanged(): void {
    this.note({});
  }

  private end(places: readonly QueueEstimate[]): QueueTail {
    return presentEnd(this.readQueue.endOf(places));
  }

  private note({ ended, measured }: QueueChange): void {
    if (ended) this.previews.forget(ended);
    if (measured) this.measure.note(measured);
    if (this.gathering) return;
    this.gathering = true;
    setTimeout(() => void this.tell(), GATHER_MS).unref();
  }

  private async tell(): Promise<void> {
    this.gathering = false;
    if (this.isStopping) return;
    try {
      const places = await this.readQueue.run();
      const rooms = Map.groupBy(places, ({ roomId }) => roomId);
      const queueTail = this.end(places);
      for (const roomId of new Set([...this.told.keys(), ...rooms.keys(), ...this.broadcast.roomsHere])) {
        this.tellRoom(roomId, { queue: (rooms.get(roomId) ?? []).map(present), queueTail });
      }
    } catch (error) {
      this.logger.error('The line could not be read', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tellRoom(roomId: string, line: LineOfRoom): void {
    const said = JSON.stringify(line);
    if ((this.told.get(roomId) ?? IDLE) === said) return;
    if (said === IDLE) this.told.delete(roomId);
    else this.told.set(roomId, said);
    this.broadcast.toRoomHere(roomId, 'generation.queueChanged', { roomId, ...line });
  }
}
