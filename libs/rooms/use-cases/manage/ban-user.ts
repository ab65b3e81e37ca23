import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Users } from '../../domain/user.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { Sanctions } from '../../domain/sanctions.js';
import { RemoveMember } from './remove-member.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Keeps somebody out, member or not, or lets them in again. */
@Injectable()
export class BanUser {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly users: Users,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly removeMember: RemoveMember,
  ) {}

  /**
   * @param kept called in the transaction that keeps the reason
   * @throws Rejection USERS_NOT_FOUND, ROOMS_LAST_OWNER, FORBIDDEN for oneself
   */
  async ban(roomCommand: RoomCommand, userId: string, reason: string, kept: () => Promise<void>): Promise<RoomEvent> {
    this.roomCommandRunner.rejectSelfTarget(roomCommand, userId);
    const { roomId, by } = roomCommand;
    const user = (await this.users.byIds([userId])).get(userId);
    if (!user) throw new Rejection('USERS_NOT_FOUND');
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, userId)) !== null) await this.removeMember.run(roomId, userId, at);
      await this.sanctions.ban({ roomId, userId, byId: by.id, reason, at });
      await kept();
    };
    const payload = { user, by, how: 'banned' };
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.left', payload, work, about: userId, how: 'banned' });
  }

  /** @throws Rejection USERS_NOT_FOUND when they are not banned */
  async unban(roomCommand: RoomCommand, userId: string): Promise<RoomEvent> {
    const work = async () => {
      if (!(await this.sanctions.unban(roomCommand.roomId, userId))) throw new Rejection('USERS_NOT_FOUND');
    };
    const payload = { user: await this.roomCommandRunner.user(userId), by: roomCommand.by };
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.unbanned', payload, work, about: userId });
  }
}
