import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import type { User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { Rooms } from '../domain/rooms.js';
import { RoomLog } from './room-log.js';
import { WithLockedUsers } from './with-locked-users.js';

export type NewRoom = Pick<Room, 'name' | 'topic' | 'visibility' | 'language' | 'defaultRole' | 'kind'> &
  Partial<Pick<Room, 'defaultRole' | 'id'>>;

/** Opens a room; whoever does owns it. */
@Injectable()
export class CreateRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly log: RoomLog,
    private readonly withLockedUsers: WithLockedUsers,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when their account went meanwhile */
  run(owner: User, wanted: NewRoom): Promise<Room> {
    return this.withLockedUsers.run(owner.id, null, async () => {
      const id = wanted.id ?? this.ids.next();
      const at = this.clock.now();
      const empty = { archivedAt: null, lastSeq: 0 } as const;
      const room: Room = { ...empty, ...wanted, id, ownerId: owner.id, createdAt: at, activeAt: at };
      await this.rooms.add(room);
      const payload = () => ({ by: owner });
      await this.log.append({ roomId: id, type: 'rooms.created', actorId: owner.id, payload });
      this.withLockedUsers.announce(new RoomRightsChanged(id, owner.id));
      return room;
    });
  }
}
