import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { People } from '../../domain/person.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { Sanctions } from '../../domain/sanctions.js';
import { Depart } from './depart.js';
import { Management, type Order } from './management.js';

/** Keeps somebody out, member or not, or lets them in again. */
@Injectable()
export class BanPerson {
  constructor(
    private readonly management: Management,
    private readonly people: People,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly depart: Depart,
  ) {}

  /**
   * @param kept called in the transaction that keeps the reason
   * @throws Rejection PEOPLE_NOT_FOUND, ROOMS_LAST_OWNER, FORBIDDEN for oneself
   */
  async ban(order: Order, personId: string, reason: string, kept: () => Promise<void>): Promise<RoomEvent> {
    this.management.refuseOneself(order, personId);
    const { roomId, by } = order;
    const person = (await this.people.byIds([personId])).get(personId);
    if (!person) throw new Rejection('PEOPLE_NOT_FOUND');
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, personId)) !== null) await this.depart.run(roomId, personId, at);
      await this.sanctions.ban({ roomId, personId, byId: by.id, reason, at });
      await kept();
    };
    const payload = { person, by, how: 'banned' };
    return this.management.run(order, { type: 'rooms.left', payload, work, about: personId, how: 'banned' });
  }

  /** @throws Rejection PEOPLE_NOT_FOUND when they are not banned */
  async unban(order: Order, personId: string): Promise<RoomEvent> {
    const work = async () => {
      if (!(await this.sanctions.unban(order.roomId, personId))) throw new Rejection('PEOPLE_NOT_FOUND');
    };
    const payload = { person: await this.management.person(personId), by: order.by };
    return this.management.run(order, { type: 'rooms.unbanned', payload, work, about: personId });
  }
}
