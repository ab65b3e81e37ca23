import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Invitations } from '../../domain/invitations.js';
import type { Role } from '../../domain/room.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { Management, type Order } from './management.js';
import { Ownership } from './ownership.js';

/** What a member may do from now on. */
@Injectable()
export class SetRole {
  constructor(
    private readonly management: Management,
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly ownership: Ownership,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  async run(order: Order, personId: string, role: Role): Promise<RoomEvent> {
    const { roomId, by } = order;
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, personId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.members.setRole(roomId, personId, role);
      await this.ownership.settle(roomId);
      // Whoever may invite nobody any more does not through links made before, either.
      if (role === 'viewer') await this.invitations.revokeOf(personId, at, roomId);
    };
    const payload = { person: await this.management.person(personId), role, by };
    return this.management.run(order, { type: 'rooms.roleChanged', payload, work, about: personId });
  }
}
