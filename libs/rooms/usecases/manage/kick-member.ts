import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { Depart } from './depart.js';
import { Management, type Order } from './management.js';

/** Sends a member away; a public room they may enter again. */
@Injectable()
export class KickMember {
  constructor(
    private readonly management: Management,
    private readonly depart: Depart,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER, FORBIDDEN for oneself */
  async run(order: Order, personId: string): Promise<RoomEvent> {
    this.management.refuseOneself(order, personId);
    const payload = { person: await this.management.person(personId), by: order.by, how: 'kicked' };
    const work = (at: number) => this.depart.run(order.roomId, personId, at);
    return this.management.run(order, { type: 'rooms.left', payload, work, about: personId, how: 'kicked' });
  }
}
