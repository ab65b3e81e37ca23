import { Injectable } from '@nestjs/common';
import { type Role, roleIn } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';

/** What somebody may do in a room. */
@Injectable()
export class RoleOf {
  constructor(private readonly rooms: Rooms) {}

  /** @returns null where there is no such room or it must not be seen. */
  async run(personId: string | null, roomId: string): Promise<Role | null> {
    const found = await this.rooms.findWithRole(roomId, personId);
    return found && roleIn(found.room, found.stored);
  }
}
