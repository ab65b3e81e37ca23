import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../domain/room-event.js';
import { RoomEvents } from '../domain/room-events.js';

/** Where the logs of rooms stand. */
@Injectable()
export class LatestEvents {
  constructor(private readonly events: RoomEvents) {}

  run(roomIds: readonly string[]): Promise<RoomEvent[]> {
    return this.events.latestSeqs(roomIds);
  }
}
