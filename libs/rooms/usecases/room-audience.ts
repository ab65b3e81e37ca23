import { Injectable } from '@nestjs/common';
import type { Room } from '../domain/room.js';
import { Members, Rooms } from '../domain/rooms.js';

/** Whose lobby shows a room: everybody's, or its members'. */
@Injectable()
export class RoomAudience {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
  ) {}

  async run(roomId: string): Promise<{ room: Room; members: 'everybody' | string[] } | null> {
    const room = await this.rooms.find(roomId);
    if (!room) return null;
    return { room, members: room.visibility === 'public' ? 'everybody' : await this.members.idsOf(roomId) };
  }
}
