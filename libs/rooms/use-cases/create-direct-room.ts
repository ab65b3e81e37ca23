import { Injectable } from '@nestjs/common';
import { DirectRooms } from '../domain/direct-rooms.js';
import type { User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { Members } from '../domain/rooms.js';
import { CreateRoom } from './create-room.js';
import { WithLockedUsers } from './with-locked-users.js';

/** A room for two: private, without a name of its own, both of them its editors. */
@Injectable()
export class CreateDirectRoom {
  constructor(
    private readonly createRoom: CreateRoom,
    private readonly members: Members,
    private readonly directRooms: DirectRooms,
    private readonly withLockedUsers: WithLockedUsers,
  ) {}

  /** @throws DirectRoomExistsError, and Rejection USERS_NOT_FOUND or UNAUTHENTICATED when an account went meanwhile */
  run(user: User, other: User): Promise<Room> {
    return this.withLockedUsers.run(user.id, other.id, async () => {
      const nameless = { name: '', topic: '', visibility: 'private', language: 'en' } as const;
      const room = await this.createRoom.run(user, { ...nameless, defaultRole: 'editor', kind: 'direct' });
      await this.members.add(room.id, other.id, 'editor', room.createdAt);
      await this.directRooms.add(user.id, other.id, room.id);
      this.withLockedUsers.announce(new RoomRightsChanged(room.id, other.id));
      return room;
    });
  }
}
