import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { RemoveMember } from './remove-member.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Somebody goes by themselves. */
@Injectable()
export class LeaveRoom {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly removeMember: RemoveMember,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  run(roomCommand: RoomCommand): Promise<RoomEvent> {
    const { roomId, by } = roomCommand;
    const payload = { user: by, by, how: 'left' };
    const work = (at: number) => this.removeMember.run(roomId, by.id, at);
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.left', payload, work, about: by.id, how: 'left' });
  }
}
