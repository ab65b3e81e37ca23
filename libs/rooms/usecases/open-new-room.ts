import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import type { Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { RightsChanged } from '../domain/room-event.js';
import { Rooms } from '../domain/rooms.js';
import { RoomLog } from './room-log.js';
import { WhileTheyStay } from './while-they-stay.js';

export type NewRoom = Pick<Room, 'name' | 'topic' | 'visibility' | 'language' | 'newcomers' | 'kind'> &
  Partial<Pick<Room, 'newcomers' | 'id'>>;

/** Opens a room; whoever does owns it. */
@Injectable()
export class OpenNewRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly log: RoomLog,
    private readonly whileTheyStay: WhileTheyStay,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when their account went meanwhile */
  run(owner: Person, wanted: NewRoom): Promise<Room> {
    return this.whileTheyStay.run(owner.id, null, async () => {
      const id = wanted.id ?? this.ids.next();
      const at = this.clock.now();
      const empty = { archivedAt: null, lastSeq: 0 } as const;
      const room: Room = { ...empty, ...wanted, id, ownerId: owner.id, createdAt: at, activeAt: at };
      await this.rooms.add(room);
      const payload = () => ({ by: owner });
      await this.log.append({ roomId: id, type: 'rooms.created', actorId: owner.id, payload });
      this.whileTheyStay.announce(new RightsChanged(id, owner.id));
      return room;
    });
  }
}
