import { Injectable } from '@nestjs/common';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import type { Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { RoomLog } from './room-log.js';

/** Opens a room; whoever does owns it. */
@Injectable()
export class OpenNewRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly log: RoomLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  run(owner: Person, wanted: Pick<Room, 'name' | 'topic' | 'visibility' | 'language'>): Promise<Room> {
    return this.unitOfWork.run(async () => {
      const id = this.ids.next();
      const at = this.clock.now();
      const room: Room = { ...wanted, id, ownerId: owner.id, createdAt: at, activeAt: at, lastSeq: 0 };
      await this.rooms.add(room);
      const payload = () => ({ by: { id: owner.id, name: owner.name } });
      await this.log.append({ roomId: id, type: 'rooms.created', actorId: owner.id, payload });
      return room;
    });
  }
}
