import { Injectable } from '@nestjs/common';
import { Members } from '../storage/members.js';

/** For other slices: whether a user owns a room, or moderates the instance and the room is public. */
@Injectable()
export class RoomManagers {
  constructor(private readonly members: Members) {}

  has(roomId: string, userId: string): Promise<boolean> {
    return this.members.manages(roomId, userId);
  }
}
