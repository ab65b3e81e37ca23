import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { Sanctions } from '../../domain/sanctions.js';
import { RoomCommandRunner, type RoomCommand } from './room-command-runner.js';

const MINUTE_MS = 60_000;

/** A member only reads for so many minutes. It runs out by itself, and does not end by leaving and coming again. */
@Injectable()
export class MuteMember {
  constructor(
    private readonly roomCommandRunner: RoomCommandRunner,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly clock: Clock,
  ) {}

  /** @param minutes null: may speak again. @throws Rejection ROOMS_NOT_A_MEMBER, FORBIDDEN for oneself */
  async run(roomCommand: RoomCommand, userId: string, minutes: number | null): Promise<RoomEvent> {
    this.roomCommandRunner.rejectSelfTarget(roomCommand, userId);
    const until = minutes === null ? null : this.clock.now() + minutes * MINUTE_MS;
    const work = async () => {
      if ((await this.members.roleOf(roomCommand.roomId, userId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.sanctions.mute(roomCommand.roomId, userId, until);
    };
    const payload = { user: await this.roomCommandRunner.user(userId), by: roomCommand.by, until };
    return this.roomCommandRunner.run(roomCommand, { type: 'rooms.muted', payload, work, about: userId });
  }
}
