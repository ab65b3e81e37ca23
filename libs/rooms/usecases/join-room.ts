import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { Person } from '../domain/person.js';
import { RoleChanged } from '../domain/room-event.js';
import { Members } from '../domain/rooms.js';
import { RoomLog } from './room-log.js';

/** Makes somebody an editor of a room, once, and says so in its log. */
@Injectable()
export class JoinRoom {
  constructor(
    private readonly members: Members,
    private readonly log: RoomLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Whoever belongs to the room already keeps the role they have. The caller has checked that they may join. */
  async run(roomId: string, person: Person): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (!(await this.members.add(roomId, person.id, 'editor'))) return;
      const payload = () => ({ person: { id: person.id, name: person.name }, role: 'editor' });
      await this.log.append({ roomId, type: 'rooms.joined', actorId: person.id, payload });
      this.unitOfWork.announce(new RoleChanged(roomId, person.id));
    });
  }
}
