import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { RoomEvent } from '../domain/room-event.js';
import { RoomEvents } from '../domain/room-events.js';
import { Rooms } from '../domain/rooms.js';

export interface RoomReading {
  readonly roomId: string;
  /** Last seq the reader has; undefined: nothing. */
  readonly afterSeq: number | undefined;
  /** More events than this, and the lists are cheaper. */
  readonly atMost: number;
}

export type RoomState<L> =
  | { readonly kind: 'events'; readonly seq: number; readonly events: RoomEvent[] }
  | { readonly kind: 'fresh'; readonly seq: number; readonly lists: L };

/** What somebody needs to be up to date: the events they miss, or the lists anew. All of it at one moment. */
@Injectable()
export class ReadRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly events: RoomEvents,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param lists reads the state tables, inside the same transaction. @throws Rejection ROOMS_NOT_FOUND */
  run<L>({ roomId, afterSeq, atMost }: RoomReading, lists: () => Promise<L>): Promise<RoomState<L>> {
    return this.unitOfWork.consistently(async () => {
      const room = await this.rooms.find(roomId);
      if (!room) throw new Rejection('ROOMS_NOT_FOUND');
      const seq = room.lastSeq;
      // A seq from the future belongs to another database: that reader knows nothing that counts here.
      const missing = afterSeq === undefined || afterSeq > seq ? Infinity : seq - afterSeq;
      const events = missing > 0 && missing <= atMost ? await this.events.since(roomId, seq - missing, missing) : [];
      if (events.length < missing) return { kind: 'fresh', seq, lists: await lists() };
      return { kind: 'events', seq, events };
    });
  }
}
