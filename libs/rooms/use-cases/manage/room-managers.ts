import { Injectable } from '@nestjs/common';
import { Members } from '../../domain/rooms.js';

/** For other slices: whether somebody looks after a room, as its owner or, where it is public, as whoever moderates the instance. */
@Injectable()
export class RoomManagers {
  constructor(private readonly members: Members) {}

  has(roomId: string, userId: string): Promise<boolean> {
    return this.members.manages(roomId, userId);
  }
}
