import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { RemoveMember } from './remove-member.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Sends a member away; a public room they may enter again. */
@Injectable()
export class KickMember {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly removeMember: RemoveMember,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER, FORBIDDEN for oneself */
  async run(roomCommand: RoomCommand, userId: string): Promise<RoomEvent> {
    this.roomCommandRunner.rejectSelfTarget(roomCommand, userId);
    const payload = { user: await this.roomCommandRunner.user(userId), by: roomCommand.by, how: 'kicked' };
    const work = (at: number) => this.removeMember.run(roomCommand.roomId, userId, at);
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.left', payload, work, about: userId, how: 'kicked' });
  }
}
