import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Invitations } from '../../domain/invitations.js';
import type { Role } from '../../domain/room.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';
import { Ownership } from './ownership.js';

/** What a member may do from now on. */
@Injectable()
export class SetRole {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly ownership: Ownership,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  async run(roomCommand: RoomCommand, userId: string, role: Role): Promise<RoomEvent> {
    const { roomId, by } = roomCommand;
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, userId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.members.setRole(roomId, userId, role);
      await this.ownership.settle(roomId);
      // Whoever may invite nobody any more does not through links made before, either.
      if (role === 'viewer') await this.invitations.revokeOf(userId, at, roomId);
    };
    const payload = { user: await this.roomCommandRunner.user(userId), role, by };
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.roleChanged', payload, work, about: userId });
  }
}
