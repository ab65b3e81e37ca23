import { Injectable } from '@nestjs/common';
import { Rooms } from '../domain/rooms.js';

/** Which rooms everybody may read, for what other slices show of them. */
@Injectable()
export class PublicRooms {
  constructor(private readonly rooms: Rooms) {}

  /** @returns names of those of them that are public now, archived ones too, by id; one query however many are asked for */
  async namesOf(roomIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const rooms = await this.rooms.publicAmong([...new Set(roomIds)]);
    return new Map(rooms.map(({ id, name }) => [id, name]));
  }
}
