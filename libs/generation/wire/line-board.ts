import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { LineEnd, QueuePlace } from '@visionary/contract';
import { Gathering } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { NewestPreviews } from '../domain/newest-previews.js';
import type { Place } from '../domain/queue-places.js';
import { MeasureSteps } from '../usecases/measure-steps.js';
import { ReadLine } from '../usecases/read-line.js';
import { type LineChange, LineNews } from './line-news.js';

/** Several changes within so long are one. */
const GATHER_MS = 50;

const present = ({ takeId, position, msToStart }: Place): QueuePlace => ({
  takeId,
  position,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

const presentEnd = ({ before, msToStart }: ReturnType<ReadLine['endOf']>): LineEnd => ({
  before,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

interface LineOfRoom {
  readonly queue: QueuePlace[];
  readonly lineEnd: LineEnd;
}

/** What a room that was told nothing takes for so. */
const IDLE = JSON.stringify({ queue: [], lineEnd: presentEnd({ before: 0, msToStart: 0 }) } satisfies LineOfRoom);

/** Tells the rooms of this node where their takes stand, and where one more would, once for each change of the line. */
@Injectable()
export class LineBoard implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Takes');
  private readonly told = new Map<string, string>();
  /** It is the same line for all who ask in one moment. */
  private readonly asked = new Gathering<string, readonly Place[]>(async () => {
    const places = await this.readLine.run();
    return () => places;
  });
  private gathering = false;
  private isStopping = false;

  constructor(
    private readonly readLine: ReadLine,
    private readonly measure: MeasureSteps,
    private readonly previews: NewestPreviews,
    private readonly news: LineNews,
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
    const places = await this.asked.put(roomId);
    // Whoever asks knows more than the room was told: the next change is told to it, whatever it is.
    if (!this.told.has(roomId)) this.told.set(roomId, '');
    return { queue: places.filter((place) => place.roomId === roomId).map(present), lineEnd: this.end(places) };
  }

  /** Where a take asked for now would stand, for whoever is in no room. */
  async endNow(): Promise<LineEnd> {
    return this.end(await this.readLine.run());
  }

  /** Something that the times depend on has changed here. */
  stir(): void {
    this.note({});
  }

  private end(places: readonly Place[]): LineEnd {
    return presentEnd(this.readLine.endOf(places));
  }

  private note({ ended, measured }: LineChange): void {
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
      const places = await this.readLine.run();
      const rooms = Map.groupBy(places, ({ roomId }) => roomId);
      const lineEnd = this.end(places);
      for (const roomId of new Set([...this.told.keys(), ...rooms.keys(), ...this.broadcast.roomsHere])) {
        this.tellRoom(roomId, { queue: (rooms.get(roomId) ?? []).map(present), lineEnd });
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
    this.broadcast.toRoomHere(roomId, 'generation.moved', { roomId, ...line });
  }
}
