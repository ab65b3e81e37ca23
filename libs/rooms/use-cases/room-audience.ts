import { Injectable } from '@nestjs/common';
import { isOpen, type Room } from '../domain/room.js';
import { Members, Rooms } from '../domain/rooms.js';

/** Whose lobby shows a room: everybody's, or its members'. */
@Injectable()
export class RoomAudience {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
  ) {}

  async run(roomId: string): Promise<{ room: Room; members: 'everyone' | string[] } | null> {
    const room = await this.rooms.find(roomId);
    if (!room) return null;
    return { room, members: isOpen(room) ? 'everyone' : await this.members.idsOf(roomId) };
  }
}
