import { Injectable } from '@nestjs/common';
import { CheckFields } from '@visionary/safety';
import type { RoomEvent } from '../../domain/room-event.js';
import { BanPerson } from './ban-person.js';
import { Management, type Order } from './management.js';

/** Keeps somebody out for a reason that others may read. */
@Injectable()
export class BanForReason {
  constructor(
    private readonly management: Management,
    private readonly fields: CheckFields,
    private readonly banPerson: BanPerson,
  ) {}

  /** @throws Rejection SAFETY_WORDS, and as BanPerson */
  async run(order: Order, personId: string, reason: string): Promise<RoomEvent> {
    const first = await this.management.firstOf(order);
    if (first) return first;
    const { said, flag } = await this.fields.run({ titles: ['reason'] }, { reason });
    return this.banPerson.ban(order, personId, said.reason, () => flag({ kind: 'room', id: order.roomId }));
  }
}
