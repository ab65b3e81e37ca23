import { Injectable } from '@nestjs/common';
import { Rooms } from '../storage/rooms.js';

/** Names of public rooms, for other slices. */
@Injectable()
export class PublicRooms {
  constructor(private readonly rooms: Rooms) {}

  /** Names of the public ones of these rooms, archived ones included, by id. One query. */
  async namesOf(roomIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const rooms = await this.rooms.publicAmong([...new Set(roomIds)]);
    return new Map(rooms.map(({ id, name }) => [id, name]));
  }
}
