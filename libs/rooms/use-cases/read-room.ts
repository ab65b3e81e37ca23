import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { RoomEvent } from '../domain/room-event.js';
import { RoomEvents } from '../domain/room-events.js';
import { Rooms } from '../domain/rooms.js';
import { EventPageCache } from './event-page-cache.js';

export interface RoomReading {
  readonly roomId: string;
  /** Last seq of its log, read while the reader heard the room already. */
  readonly lastSeq: number;
  /** Last seq the reader has; undefined: nothing. */
  readonly afterSeq: number | undefined;
  /** More events than this, and the lists are cheaper. */
  readonly atMost: number;
}

export type RoomState<L> =
  | { readonly kind: 'events'; readonly seq: number; readonly events: RoomEvent[] }
  | { readonly kind: 'fresh'; readonly seq: number; readonly snapshot: L };

/** What somebody needs to be up to date: the events they miss, or the lists anew. */
@Injectable()
export class ReadRoom {
  private readonly pages = new EventPageCache();

  constructor(
    private readonly rooms: Rooms,
    private readonly events: RoomEvents,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param lists reads the state tables, in one transaction with the seq they stand for. Events need none: up to a seq
   *   that has committed they are what they are.
   * @throws Rejection ROOMS_NOT_FOUND
   */
  async run<L>(
    { roomId, lastSeq: seq, afterSeq, atMost }: RoomReading,
    lists: () => Promise<L>,
  ): Promise<RoomState<L>> {
    // A seq from the future belongs to another database: that reader knows nothing that counts here.
    const missing = afterSeq === undefined || afterSeq > seq ? Infinity : seq - afterSeq;
    if (missing === 0) return { kind: 'events', seq, events: [] };
    if (missing <= atMost) {
      const page = { roomId, afterSeq: seq - missing, count: missing };
      const events = await this.pages.of(page, () => this.events.since(roomId, page.afterSeq, missing));
      if (events.length === missing) return { kind: 'events', seq, events };
    }
    return this.unitOfWork.readConsistently(async () => {
      const seqOfLists = await this.lastSeq(roomId);
      return { kind: 'fresh', seq: seqOfLists, snapshot: await lists() };
    });
  }

  /** Somebody shows another name or image from now on. */
  forgetNames(): void {
    this.pages.forget();
  }

  private async lastSeq(roomId: string): Promise<number> {
    const room = await this.rooms.find(roomId);
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    return room.lastSeq;
  }
}
