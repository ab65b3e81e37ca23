import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { Rooms } from '../../domain/rooms.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Nobody writes in it any more, or again. */
@Injectable()
export class ArchiveRoom {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly rooms: Rooms,
  ) {}

  run(roomCommand: RoomCommand, on: boolean): Promise<RoomEvent> {
    const work = (at: number) => this.rooms.archive(roomCommand.roomId, on ? at : null);
    const payload = { by: roomCommand.by, on };
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.archived', payload, work, about: null });
  }
}
