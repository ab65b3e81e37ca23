import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '@visionary/contract';
import { type CommandKey, CommandResults } from '@visionary/platform/realtime';
import { RoomLog } from '../storage/room-log.js';
import { viewOfEvent } from './room-views.js';

/** Finds the result of a command in the room log. */
@Injectable()
export class RoomLogCommandResults extends CommandResults {
  constructor(private readonly log: RoomLog) {
    super();
  }

  async of({ userId, roomId, clientId }: CommandKey): Promise<RoomEvent | null> {
    const event = await this.log.firstOf(userId, clientId);
    return event?.roomId === roomId ? viewOfEvent(event) : null;
  }
}
