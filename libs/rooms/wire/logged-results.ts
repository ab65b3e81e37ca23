import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '@visionary/contract';
import { type Asked, FirstResults } from '@visionary/platform/realtime';
import { RoomLog } from '../usecases/room-log.js';
import { viewOfEvent } from './room-views.js';

/** The log knows what each command has become. */
@Injectable()
export class LoggedResults extends FirstResults {
  constructor(private readonly log: RoomLog) {
    super();
  }

  async of({ personId, roomId, clientId }: Asked): Promise<RoomEvent | null> {
    const event = await this.log.firstOf(personId, clientId);
    return event?.roomId === roomId ? viewOfEvent(event) : null;
  }
}
