import { Injectable } from '@nestjs/common';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { ReadLobby } from './read-lobby.js';

const OF_USER_AT_MOST = 100;

/** Rooms that everybody's lobby shows: by their names, or those that somebody belongs to. */
@Injectable()
export class PublicRoomSearch {
  constructor(
    private readonly rooms: Rooms,
    private readonly lobby: ReadLobby,
  ) {}

  /** Those they own first, then the liveliest. */
  of(userId: string): Promise<Room[]> {
    return this.rooms.openOf(userId, OF_USER_AT_MOST);
  }

  /** The liveliest first. @throws Rejection INVALID for a cursor that is none */
  async find(
    search: string,
    cursor: string | undefined,
    perPage: number,
  ): Promise<{ readonly rooms: Room[]; readonly nextCursor: string | null }> {
    const { open, nextCursor } = await this.lobby.run({ userId: null, search, cursor, perPage });
    return { rooms: open, nextCursor };
  }
}
