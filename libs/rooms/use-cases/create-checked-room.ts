import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import type { User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { type NewRoom, CreateRoom } from './create-room.js';

/** Opens a room whose name and topic may be read by everybody. */
@Injectable()
export class CreateCheckedRoom {
  constructor(
    private readonly fields: CheckForm,
    private readonly open: CreateRoom,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as CreateRoom */
  async run(owner: User, wanted: NewRoom): Promise<Room> {
    const { fields, flag } = await this.fields.run({ names: ['name'], titles: ['topic'] }, wanted);
    return this.unitOfWork.run(async () => {
      const room = await this.open.run(owner, fields);
      await flag({ kind: 'room', id: room.id });
      return room;
    });
  }
}
