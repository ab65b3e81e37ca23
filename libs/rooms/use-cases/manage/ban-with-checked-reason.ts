import { Injectable } from '@nestjs/common';
import { CheckForm } from '@visionary/safety';
import type { RoomEvent } from '../../domain/room-event.js';
import { BanUser } from './ban-user.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

/** Keeps somebody out for a reason that others may read. */
@Injectable()
export class BanWithCheckedReason {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly fields: CheckForm,
    private readonly banUser: BanUser,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as BanPerson */
  async run(roomCommand: RoomCommand, userId: string, reason: string): Promise<RoomEvent> {
    const first = await this.roomCommandRunner.firstOf(roomCommand);
    if (first) return first;
    const { fields, flag } = await this.fields.run({ titles: ['reason'] }, { reason });
    return this.banUser.ban(roomCommand, userId, fields.reason, () => flag({ kind: 'room', id: roomCommand.roomId }));
  }
}
