import { Injectable } from '@nestjs/common';
import { RoomEvents } from '../domain/room-events.js';

/** The last seq of each of these rooms, as it is committed now. */
@Injectable()
export class LogHeads {
  constructor(private readonly events: RoomEvents) {}

  run(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.events.logHeads(roomIds);
  }
}
