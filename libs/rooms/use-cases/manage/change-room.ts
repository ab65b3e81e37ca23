import { Injectable } from '@nestjs/common';
import { CheckForm } from '@visionary/safety';
import type { RoomSettings } from '../../domain/room.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Rooms } from '../../domain/rooms.js';
import { roomSubject } from '../../domain/subjects.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Name, topic, visibility, language, and what newcomers may do. */
@Injectable()
export class ChangeRoom {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly rooms: Rooms,
    private readonly fields: CheckForm,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as Management */
  async run(roomCommand: RoomCommand, wanted: Partial<RoomSettings>): Promise<RoomEvent> {
    const first = await this.roomCommandRunner.firstOf(roomCommand);
    if (first) return first;
    const { fields: changes, flag } = await this.fields.run<Partial<RoomSettings>>(
      { names: ['name'], titles: ['topic'] },
      wanted,
    );
    const work = async () => {
      await this.rooms.change(roomCommand.roomId, changes);
      await flag({ kind: 'room', id: roomCommand.roomId });
    };
    const touches = [roomSubject(roomCommand.roomId)];
    const deed = { type: 'rooms.updated', payload: { by: roomCommand.by, changes }, work, touches };
    return this.roomCommandRunner.run(roomCommand, changes.visibility === undefined ? deed : { ...deed, about: null });
  }
}
