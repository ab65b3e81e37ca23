import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { RoomEvent } from '../domain/room-event.js';
import { RoomEvents } from '../domain/room-events.js';
import { Rooms } from '../domain/rooms.js';

export interface RoomEventPage {
  readonly events: RoomEvent[];
  /** Last seq of the room. */
  readonly seq: number;
  readonly more: boolean;
}

/** Fills a gap that somebody has seen in the log. */
@Injectable()
export class ReadEventsSince {
  constructor(
    private readonly rooms: Rooms,
    private readonly events: RoomEvents,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection ROOMS_NOT_FOUND */
  run(roomId: string, afterSeq: number, limit: number): Promise<RoomEventPage> {
    return this.unitOfWork.readConsistently(async () => {
      const room = await this.rooms.find(roomId);
      if (!room) throw new Rejection('ROOMS_NOT_FOUND');
      const events = await this.events.since(roomId, afterSeq, limit);
      return { events, seq: room.lastSeq, more: (events.at(-1)?.seq ?? room.lastSeq) < room.lastSeq };
    });
  }
}
