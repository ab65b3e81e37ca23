import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { Sanctions } from '../../domain/sanctions.js';
import { Management, type Order } from './management.js';

const MINUTE_MS = 60_000;

/** A member only reads for so many minutes. It runs out by itself, and does not end by leaving and coming again. */
@Injectable()
export class MuteMember {
  constructor(
    private readonly management: Management,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly clock: Clock,
  ) {}

  /** @param minutes null: may speak again. @throws Rejection ROOMS_NOT_A_MEMBER, FORBIDDEN for oneself */
  async run(order: Order, personId: string, minutes: number | null): Promise<RoomEvent> {
    this.management.refuseOneself(order, personId);
    const until = minutes === null ? null : this.clock.now() + minutes * MINUTE_MS;
    const work = async () => {
      if ((await this.members.roleOf(order.roomId, personId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.sanctions.mute(order.roomId, personId, until);
    };
    const payload = { person: await this.management.person(personId), by: order.by, until };
    return this.management.run(order, { type: 'rooms.muted', payload, work, about: personId });
  }
}
