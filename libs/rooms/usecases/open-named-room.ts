import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import type { Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { type NewRoom, OpenNewRoom } from './open-new-room.js';

/** Opens a room whose name and topic may be read by everybody. */
@Injectable()
export class OpenNamedRoom {
  constructor(
    private readonly fields: CheckFields,
    private readonly open: OpenNewRoom,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_WORDS, and as OpenNewRoom */
  async run(owner: Person, wanted: NewRoom): Promise<Room> {
    const { said, flag } = await this.fields.run({ names: ['name'], titles: ['topic'] }, wanted);
    return this.unitOfWork.run(async () => {
      const room = await this.open.run(owner, said);
      await flag({ kind: 'room', id: room.id });
      return room;
    });
  }
}
